export const root: string;
export function say(text: string): void;
export function stop(text: string): never;
export function enter(script: string, go: () => Promise<unknown>, before?: () => void): Promise<unknown> | undefined;
export function electronRuntime(): string | undefined;
export const hasDisplay: () => boolean;
export function browser(): string | undefined;
