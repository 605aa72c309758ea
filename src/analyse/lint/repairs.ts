import type { Files } from '../../load/files.js'
import { openText } from '../../load/text/open.js'
import { pathFrom } from '../../load/paths.js'
import { wordMeant } from '../../load/text/schema-words.js'
import type { Problem } from '../../model/problem.js'
import { markOf } from '../byte-order-mark.js'
import { applyFixes, editBetween, offsetOf } from '../text-edits.js'

/** Names may be long and alike; a word of which more is wrong than this is not corrected unasked. */
const mostLetters = 60

/** Problems of reading, each with its repair where only one word can be meant: a typo with one candidate, a country in another spelling. */
export async function withRepairs(files: Files, root: string, problems: readonly Problem[]): Promise<readonly Problem[]> {
  const texts = await textsOf(files, root, problems.filter((problem) => meantBy(problem) !== undefined))
  return problems.map((problem) => {
    const text = texts.get(problem.file)
    const fix = text === undefined ? undefined : repairOf(problem, text)
    return fix === undefined ? problem : { ...problem, fix }
  })
}

/** A file as it is after its repairs. */
export interface Repaired {
  readonly path: string
  /** As problems call it. */
  readonly shown: string
  readonly text: string
}

/** The files that repairs change. Of repairs that touch each other the first is made; look again for the others. */
export async function repaired(files: Files, root: string, problems: readonly Problem[]): Promise<readonly Repaired[]> {
  const fixable = problems.filter(({ fix }) => fix !== undefined)
  const texts = await textsOf(files, root, fixable)
  const made = await Promise.all([...texts].map(async ([file, text]): Promise<readonly Repaired[]> => {
    const after = applyFixes(text, fixable.flatMap((problem) => (problem.file === file ? [problem.fix!] : [])))
    const path = pathFrom(root, file)
    return after === text ? [] : [{ path, shown: file, text: (await markOf(files, path)) + after }]
  }))
  return made.flat()
}

async function textsOf(files: Files, root: string, problems: readonly Problem[]): Promise<ReadonlyMap<string, string>> {
  const names = [...new Set(problems.map(({ file }) => file))].sort()
  const texts = await Promise.all(names.map(async (name) => ((await files.stat(pathFrom(root, name))) === undefined ? undefined : (await openText(files, pathFrom(root, name), name)).value)))
  return new Map(names.flatMap((name, index) => (texts[index] === undefined ? [] : [[name, texts[index]] as const])))
}

function meantBy(problem: Problem): string | undefined {
  return wordMeant(problem.hint) ?? countryMeant(problem)
}

function repairOf(problem: Problem, text: string): Problem['fix'] {
  const meant = meantBy(problem)
  const wrong = /`([^`]+)`[^`]*$/.exec(problem.message)?.[1]
  if (meant === undefined || wrong === undefined || wrong.length > mostLetters || problem.line === undefined || problem.column === undefined) return undefined
  const found = wordAt(text, offsetOf(text, { line: problem.line, column: problem.column }), wrong)
  if (found === undefined) return undefined
  const isBare = !/['"]/.test(text[found[0] - 1] ?? '')
  if (isBare && needsQuotes.test(meant)) return undefined
  return { title: `write \`${meant}\``, edits: [editBetween(text, ...found, isBare && problem.code === 'no-country' ? `'${meant}'` : meant)] }
}

/** Without quotes YAML reads such a name as something else: people put them. */
const needsQuotes = /[:#,[\]{}'"]|^[^\w.]/

/** `write 'GB'` */
function countryMeant({ code, hint }: Problem): string | undefined {
  return code === 'no-country' ? /^write '([A-Z]{2})'$/.exec(hint ?? '')?.[1] : undefined
}

/** The word on the line of its problem, from there on. */
function wordAt(text: string, from: number, word: string): [number, number] | undefined {
  const line = /^[^\n]*/.exec(text.slice(from))![0]
  const at = [...line.matchAll(new RegExp(escaped(word), 'g'))].map((match) => match.index).find((index) => isWhole(line, index, word))
  return at === undefined ? undefined : [from + at, from + at + word.length]
}

function escaped(word: string): string {
  return word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}

function isWhole(line: string, at: number, word: string): boolean {
  return !/[\w-]/.test(line[at - 1] ?? ' ') && !/[\w-]/.test(line[at + word.length] ?? ' ')
}
