/** Icons on a 16 px grid, 1.5 px stroke, drawn for this window. A path listed under `fill` is filled. In step icons the dot is the instruction. */
export interface IconShape {
  readonly stroke?: readonly string[];
  readonly fill?: readonly string[];
  readonly width?: number;
}
const dot = (x: number, y: number, r: number): string => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;

export const ICONS = {
  into: { stroke: ['M8 2v7M5 6.5 8 9.5l3-3'], fill: [dot(8, 13, 1.7)] },
  over: { stroke: ['M2.5 8.5a5.5 5 0 0 1 11-.4M13.6 4.6v3.6H10'], fill: [dot(8, 12.6, 1.7)] },
  out: { stroke: ['M8 9.5v-7M5 5.5l3-3 3 3'], fill: [dot(8, 13, 1.7)] },
  go: { fill: ['M4.5 3v10l8-5z'] },
  break: { stroke: ['M5.5 3.5v9M10.5 3.5v9'], width: 2.4 },
  ok: { stroke: ['m3 8.5 3.4 3.5L13 4.5'], width: 2 },
  wrong: { stroke: ['M3 6h10M3 10h10M11 2.5 5 13.5'], width: 1.8 },
  ask: { stroke: ['M5.6 6a2.4 2.4 0 1 1 3.5 2.2C8.3 8.6 8 9 8 10'], fill: [dot(8, 12.7, 1.1)], width: 1.7 },
  fault: { stroke: ['M5.3 1.8h5.4l3.5 3.5v5.4l-3.5 3.5H5.3l-3.5-3.5V5.3z', 'm5.8 5.8 4.4 4.4m0-4.4-4.4 4.4'] },
  find: { stroke: [dot(7, 7, 4.2), 'm10.2 10.2 3.3 3.3'] },
  theme: { stroke: [dot(8, 8, 5.5)], fill: ['M8 2.5a5.5 5.5 0 0 1 0 11z'] },
  settings: { stroke: ['M2 4.5h7.2M12.8 4.5H14M2 11.5h1.2M6.8 11.5H14', dot(11, 4.5, 1.8), dot(5, 11.5, 1.8)] },
  right: { stroke: ['m6.5 4.5 3.5 3.5-3.5 3.5'] },
  doc: { stroke: ['M4 1.8h5.5L12.5 5v9.2H4z', 'M9.3 2v3.2h3.2'] },
  pen: { stroke: ['M3.2 12.8 4 9.9l6.9-6.9 2.1 2.1-6.9 6.9z', 'm9.5 4.4 2.1 2.1'] },
  seed: { stroke: ['M8 14V8M8 8c0-3 2-4.5 5-4.5C13 6.5 11 8 8 8zM8 10c0-2.2-1.6-3.5-4.5-3.5C3.5 8.8 5.2 10 8 10z'] },
  lamp: { stroke: ['M6 12.5h4M6.5 14.5h3M5.8 10.5C4.6 9.6 4 8.5 4 7.1a4 4 0 0 1 8 0c0 1.4-.6 2.5-1.8 3.4z'] },
  more: { fill: [dot(3.5, 8, 1.3), dot(8, 8, 1.3), dot(12.5, 8, 1.3)] },
  close: { stroke: ['m4 4 8 8m0-8-8 8'] },
  up: { stroke: ['m4.5 9.5 3.5-3.5 3.5 3.5'] },
  down: { stroke: ['m4.5 6.5 3.5 3.5 3.5-3.5'] },
} as const satisfies Record<string, IconShape>;
export type IconName = keyof typeof ICONS;
