/** Whether the registers pane shows what lies behind: kept while the window is open. */
class RegisterView {
  #open = $state(false);
  get open(): boolean {
    return this.#open;
  }
  toggle(): void {
    this.#open = !this.#open;
  }
}
export const registerView = new RegisterView();
