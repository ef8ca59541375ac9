export const root: string;
export function say(text: string): void;
export function stop(text: string): never;
export function ensureDependencies(): void;
export function ensureNode(script: string): Promise<void>;
export function electronRuntime(): string | undefined;
export const hasDisplay: () => boolean;
export function browser(): string | undefined;
