/** Why a store cannot be used, in a sentence for the person who started the lab. */
export class StoreError extends Error {
  readonly reason: 'folder' | 'in-use' | 'newer' | 'damaged';
  constructor(reason: StoreError['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}
