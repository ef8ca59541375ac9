/** What of the trap frame is pointed at from elsewhere in the window. */
class FrameView {
  /** An offset into it; the frame's pane takes it for its cursor. */
  pointed: number | undefined = $state();
}
export const frameView = new FrameView();
