/** How wide a text will be, in px; without a canvas (tests, print servers) a generous estimate. */
let pen: CanvasRenderingContext2D | null | undefined;

export function measurer(family: string, size: number): (text: string, bold: boolean) => number {
  if (pen === undefined) pen = typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d');
  return (text, bold) => {
    if (!pen) return text.length * size * 0.56;
    pen.font = `${bold ? 600 : 400} ${size}px ${family}`;
    return pen.measureText(text).width;
  };
}
