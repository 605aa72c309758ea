/** Lines before and after a change that a diff shows around it. */
const context = 3
/** Files with more lines than this are compared by their ends only. */
const mostCells = 4_000_000

type Kind = ' ' | '-' | '+'
interface Line {
  readonly kind: Kind
  readonly text: string
}

/** A unified diff of two texts; empty where they are the same. */
export function lineDiff(name: string, before: string, after: string): string {
  if (before === after) return ''
  const lines = compared(linesOf(before), linesOf(after))
  return [`--- ${name}`, `+++ ${name}`, ...hunksOf(lines).flatMap(hunkLines), ''].join('\n')
}

/** A last line without an end is another one than with it. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n')
  const last = lines.pop()!
  return last === '' ? lines : [...lines, `${last}\n\\ No newline at end of file`]
}

function compared(before: readonly string[], after: readonly string[]): readonly Line[] {
  const start = commonStart(before, after)
  const end = commonStart(before.slice(start).reverse(), after.slice(start).reverse())
  const [old, now] = [before.slice(start, before.length - end), after.slice(start, after.length - end)]
  const same = (lines: readonly string[]): readonly Line[] => lines.map((text) => ({ kind: ' ', text }))
  return [...same(before.slice(0, start)), ...longestCommon(old, now), ...same(before.slice(before.length - end))]
}

function commonStart(one: readonly string[], other: readonly string[]): number {
  const first = one.findIndex((line, index) => line !== other[index])
  return first === -1 ? Math.min(one.length, other.length) : first
}

function longestCommon(old: readonly string[], now: readonly string[]): readonly Line[] {
  if (old.length * now.length > mostCells) return [...old.map((text): Line => ({ kind: '-', text })), ...now.map((text): Line => ({ kind: '+', text }))]
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1))
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) lengths[i]![j] = old[i] === now[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!)
  }
  const lines: Line[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push({ kind: ' ', text: old[i++]! })
      j++
    } else if (j >= now.length || (i < old.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) lines.push({ kind: '-', text: old[i++]! })
    else lines.push({ kind: '+', text: now[j++]! })
  }
  return lines
}

interface Hunk {
  readonly lines: readonly Line[]
  readonly oldStart: number
  readonly newStart: number
}

function hunksOf(lines: readonly Line[]): readonly Hunk[] {
  const shown = lines.map((_, index) => lines.slice(Math.max(0, index - context), index + context + 1).some(({ kind }) => kind !== ' '))
  const hunks: Hunk[] = []
  let [oldLine, newLine] = [1, 1]
  let open: { lines: Line[]; oldStart: number; newStart: number } | undefined
  lines.forEach((line, index) => {
    if (!shown[index]) open = undefined
    else if (open === undefined) hunks.push((open = { lines: [line], oldStart: oldLine, newStart: newLine }))
    else open.lines.push(line)
    if (line.kind !== '+') oldLine++
    if (line.kind !== '-') newLine++
  })
  return hunks
}

function hunkLines({ lines, oldStart, newStart }: Hunk): readonly string[] {
  const count = (without: Kind): number => lines.filter(({ kind }) => kind !== without).length
  return [`@@ -${oldStart},${count('+')} +${newStart},${count('-')} @@`, ...lines.map(({ kind, text }) => kind + text)]
}
