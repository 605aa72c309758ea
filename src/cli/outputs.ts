import type { Problem } from '../model/problem.js'
import type { Files } from '../load/files.js'
import { nearest } from '../load/text/nearest.js'
import { absolute } from './paths.js'
import { isGiven, type Given, type Invocation } from './command.js'
import type { Io } from './io.js'
import { optionProblem, usesColor } from './options.js'

/** One way of writing an answer: a format, and a file or standard output. */
export interface Output {
  readonly format: string
  readonly file: string | undefined
}

/** `--format json --output report.json --format text`: each `--output` belongs to the `--format` it stands beside. */
export function pairOutputs(given: readonly Given[]): readonly Output[] {
  const pairs: { format?: string; file?: string }[] = []
  for (const { name, value } of given) {
    if (value === true || (name !== 'format' && name !== 'output')) continue
    const key = name === 'format' ? 'format' : 'file'
    const last = pairs.at(-1)
    if (last === undefined || last[key] !== undefined) pairs.push({ [key]: value })
    else last[key] = value
  }
  return pairs.length === 0 ? [{ format: 'text', file: undefined }] : pairs.map(({ format = 'text', file }) => ({ format, file }))
}

/** Formats nobody knows, two answers for one place. */
export function wrongOutputs(outputs: readonly Output[], formats: readonly string[], io: Io): readonly Problem[] {
  const unknown = outputs.filter(({ format }) => !formats.includes(format)).map(({ format }) => unknownFormat(format, formats))
  const places = outputs.map(({ file }) => (file === undefined ? undefined : absolute(file, io)))
  const twice = outputs.filter(({ file }, at) => places.indexOf(file === undefined ? undefined : absolute(file, io)) !== at)
  return [...unknown, ...twice.map(samePlace)]
}

function unknownFormat(format: string, formats: readonly string[]): Problem {
  const meant = nearest(format, formats)
  const known = `known formats: ${formats.map(one => `\`${one}\``).join(', ')}`
  return optionProblem('unknown-format', `unknown format \`${format}\``, meant === undefined ? known : `did you mean \`${meant}\`? ${known}`, 'format')
}

function samePlace({ format, file }: Output): Problem {
  const where = file === undefined ? 'standard output' : `\`${file}\``
  return optionProblem('same-output', `two answers would go to ${where}`, `give \`--format ${format}\` an \`--output\` of its own`, 'output')
}

/** A plan that results has forms of its own. */
export function twoForms(given: readonly Given[]): readonly Problem[] {
  const taking = ['apply', 'emit'].find(name => isGiven(given, name))
  if (taking === undefined || !isGiven(given, 'format')) return []
  return [optionProblem('two-forms', `\`--format\` and \`--${taking}\` do not go together`, 'the form of the plan that results is said with `--emit`', 'format')]
}

/** Files that remember what was read through them, so that nothing is written over an input. */
export function remembering(files: Files): Files & { readonly inputs: ReadonlySet<string> } {
  const inputs = new Set<string>()
  return {
    ...files,
    inputs,
    ...(files.lake && { lake: { open: () => files.lake!.open(), at: path => files.lake!.at(note(path, inputs)) } }),
    stat: path => files.stat(path),
    list: folder => files.list(folder),
    read: path => files.read(note(path, inputs)),
    stream: (path, range) => files.stream(note(path, inputs), range),
  }
}

function note(path: string, inputs: Set<string>): string {
  inputs.add(path)
  return path
}

/** Puts an answer where it is wanted, in the forms that it has. */
export async function putEach(outputs: readonly Output[], { given, io }: Pick<Invocation, 'given' | 'io'>, forms: Readonly<Record<string, (options: { readonly color: boolean; readonly width: number }) => string>>): Promise<void> {
  for (const output of outputs) await put(output, forms[output.format]!({ color: output.file === undefined && usesColor(given, io, 'out'), width: io.width }), io)
}

/** Puts a text where it is wanted. */
export async function put({ file }: Output, text: string, io: Io): Promise<void> {
  if (file === undefined) io.out(text)
  else await io.write(file, [text])
}

export function ontoInputs(outputs: readonly Output[], inputs: ReadonlySet<string>, io: Io): readonly Problem[] {
  const read = new Set([...inputs].map(path => absolute(path, io)))
  return outputs
    .filter(({ file }) => file !== undefined && read.has(absolute(file, io)))
    .map(({ file }) => optionProblem('onto-input', `\`--output ${file}\` would overwrite an input`, 'choose another file', 'output'))
}
