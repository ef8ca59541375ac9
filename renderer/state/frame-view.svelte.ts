/** What the trap frame's pane shares with the rest of the window. */
class FrameView {
  /** An offset that is pointed at from elsewhere: the pane takes it for its cursor. */
  pointed: number | undefined = $state();
  /** The field under its cursor, or else the lowest one, that something was stored into, and the line that goes to the store. */
  chosen: { readonly field: string; readonly wrote: string } | undefined = $state.raw();
}
export const frameView = new FrameView();
