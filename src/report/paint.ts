/** What a text surface can do to a piece of text. Without colour each leaves it as it is. */
export interface Paint {
  bold(text: string): string
  dim(text: string): string
  red(text: string): string
  yellow(text: string): string
  green(text: string): string
  cyan(text: string): string
}

/** ANSI codes: what opens and what closes. Not `util.styleText`, so that the page can render the same text. */
const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], yellow: [33, 39], green: [32, 39], cyan: [36, 39] } as const

const plain = (text: string): string => text

const style = ([open, close]: readonly [number, number]) => (text: string): string => text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`

export const colored: Paint = {
  bold: style(codes.bold),
  dim: style(codes.dim),
  red: style(codes.red),
  yellow: style(codes.yellow),
  green: style(codes.green),
  cyan: style(codes.cyan),
}

export const uncolored: Paint = { bold: plain, dim: plain, red: plain, yellow: plain, green: plain, cyan: plain }

/** The word of a severity in its colour. */
export function severityWord(paint: Paint, severity: 'error' | 'warning' | 'info'): string {
  switch (severity) {
    case 'error': return paint.red('error')
    case 'warning': return paint.yellow('warning')
    case 'info': return paint.cyan('info')
  }
}
