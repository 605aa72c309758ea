/** Lower case as JavaScript has it, in pages of code points, as assembly/text.ts looks it up. */
export interface LowerCase {
  /** By page: 0 where everything stays as it is, else a place among `pages`, from 1 on. */
  readonly index: Uint16Array
  readonly pages: Uint32Array
  readonly count: number
}

const pagePoints = 64
/** No plane behind these has letters in two cases. */
const points = 0x20000
const several = 0xffffffff
/** Its lower case depends on what stands around it. */
const sigma = 0x3a3

let known: LowerCase | undefined

export function lowerCase(): LowerCase {
  if (known !== undefined) return known
  const index = new Uint16Array(points / pagePoints)
  const pages: number[] = []
  for (let page = 0; page < index.length; page++) {
    const all = Array.from({ length: pagePoints }, (_, i) => String.fromCodePoint(page * pagePoints + i))
    if (all.join('').toLowerCase() === all.join('')) continue
    pages.push(...all.map(lowerOf))
    index[page] = pages.length / pagePoints
  }
  return (known = { index, pages: Uint32Array.from(pages), count: pages.length / pagePoints })
}

function lowerOf(character: string): number {
  const lower = [...character.toLowerCase()]
  return lower.length > 1 || character.codePointAt(0) === sigma ? several : lower[0]!.codePointAt(0)!
}
