export interface StartOptions {
  readonly web: boolean;
  readonly lan: boolean;
  readonly safe: boolean;
  readonly port: number;
  readonly profile: string;
  readonly packs: readonly string[];
  readonly data: string | undefined;
}
export function startOptions(): StartOptions;
