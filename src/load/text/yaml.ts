import { Composer, Parser, isAlias, isMap, isScalar, isSeq } from 'yaml'
import type { CST, ParsedNode, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import type { Loaded } from '../../model/problem.js'
import { deepest, documentFrom, duplicateKey, isExact, placed, protoKey, shorten, tooDeep, tooLarge } from './tree.js'
import type { Document, Slip, Spot } from './tree.js'
import { slipOf } from './yaml-words.js'

interface Read {
  readonly data: unknown
  readonly spot: Spot
}

/**
 * YAML 1.2, the plain part of it: one document of mappings, lists and scalars.
 * Anchors, aliases, tags and merge keys are problems, so that every value stands where it is read.
 */
export function readYaml(file: string, text: string): Loaded<Document> {
  const slips: Slip[] = []
  const read = readText(text, slips)
  const problems = placed(file, text, slips)
  if (read === undefined || slips.some((slip) => !harmless.has(slip.code))) return { problems }
  return { value: documentFrom(file, text, read.data, read.spot), problems }
}

/** What leaves the rest of the file readable. */
const harmless = new Set(['duplicate-key', 'unknown-key'])

function readText(text: string, slips: Slip[]): Read | undefined {
  const nul = text.indexOf('\0')
  if (nul !== -1) return void slips.push(nulSlip(nul))
  const tokens = [...new Parser().parse(text)]
  const deep = tokens.map((token) => deepPlace(token, 0)).find((at) => at !== undefined)
  if (deep !== undefined) return void slips.push(tooDeep(deep))
  return compose(tokens, text, slips)
}

function nulSlip(at: number): Slip {
  return { at, code: 'not-text', message: 'the file holds a NUL character', hint: 'save it as plain text in UTF-8' }
}

function compose(tokens: readonly CST.Token[], text: string, slips: Slip[]): Read | undefined {
  const composer = new Composer({ schema: 'core', uniqueKeys: false, prettyErrors: false, strict: true, logLevel: 'silent' })
  const [first, second] = [...composer.compose(tokens, true, text.length)]
  for (const error of first!.errors.slice(0, 1)) slips.push(quoteSlip(tokens, error.pos[0]) ?? slipOf(error))
  for (const token of tokens) if (token.type === 'directive' && !/^%YAML 1\.2\s*$/.test(token.source)) slips.push(directiveSlip(token))
  if (second !== undefined) slips.push(secondSlip(second.contents?.range[0] ?? second.range[0]))
  if (first!.errors.length > 0) return undefined
  const spot = first!.contents?.range[0] ?? 0
  return readNode(first!.contents, { at: spot, end: spot, key: undefined }, slips)
}

function directiveSlip(token: CST.Directive): Slip {
  return { at: token.offset, code: 'directive', message: `the directive \`${shorten(token.source.trim())}\` is not read here`, hint: 'remove it: seatplan reads YAML 1.2' }
}

function secondSlip(at: number): Slip {
  return { at, code: 'several-documents', message: 'a second document starts here', hint: 'a file holds one document: write a file for each' }
}

/** Where quotes that go over several lines come before an error, one of them was not closed where it should have been. */
function quoteSlip(tokens: readonly CST.Token[], before: number): Slip | undefined {
  const quote = tokens.flatMap(quotesIn).find(({ offset, source }) => offset < before && source.includes('\n'))
  if (quote === undefined) return undefined
  const { offset, source } = quote
  return { at: offset, code: 'not-yaml', message: `the closing ${source[0]} is missing`, hint: 'close the quotes on the same line; as it is, the text ends on line {line}', other: offset + source.trimEnd().length - 1 }
}

function quotesIn(token: CST.Token | null | undefined): readonly CST.FlowScalar[] {
  if (!token) return []
  if (token.type === 'single-quoted-scalar' || token.type === 'double-quoted-scalar') return [token]
  if (token.type === 'document') return quotesIn(token.value)
  return 'items' in token ? token.items.flatMap((item) => [...quotesIn(item.key), ...quotesIn(item.value)]) : []
}

/** The offset of what is nested too deep. Walks tokens, since composing them would recurse without end. */
function deepPlace(token: CST.Token | null | undefined, depth: number): number | undefined {
  if (!token) return undefined
  if (depth > deepest + 1) return token.offset
  if (token.type === 'document') return deepPlace(token.value, depth + 1)
  if (!('items' in token)) return undefined
  for (const item of token.items) {
    const at = deepPlace(item.key, depth + 1) ?? deepPlace(item.value, depth + 1)
    if (at !== undefined) return at
  }
  return undefined
}

type Where = Pick<Spot, 'at' | 'end' | 'key' | 'keyEnd'>

function readNode(node: ParsedNode | null, where: Where, slips: Slip[]): Read {
  if (node === null) return leaf(null, where, false)
  const here = { ...where, at: node.range[0], end: node.range[1] }
  if (isAlias(node)) return refuse(slips, { at: here.at, code: 'alias', message: `the alias \`*${shorten(node.source)}\` is not read here`, hint: 'write the value itself' }, here)
  if (node.anchor !== undefined) slips.push({ at: here.at, code: 'anchor', message: `the anchor \`&${shorten(node.anchor)}\` is not read here`, hint: 'remove it and write the value wherever it is meant' })
  if (hasTag(node)) slips.push({ at: here.at, code: 'tag', message: `the tag \`${tagName(node.tag ?? '')}\` is not read here`, hint: 'remove it; text that looks like something else stands between quotes' })
  if (isMap(node)) return readMap(node, here, slips)
  if (isSeq(node)) return readSeq(node, here, slips)
  return readScalar(node, here, slips)
}

/** As it is written: `!!binary`. */
function tagName(tag: string): string {
  return shorten(tag.replace('tag:yaml.org,2002:', '!!'))
}

function hasTag(node: ParsedNode): boolean {
  return 'tag' in node && typeof node.tag === 'string'
}

function readMap(map: YAMLMap.Parsed, here: Where, slips: Slip[]): Read {
  const data: Record<string, unknown> = {}
  const children = new Map<string, Spot>()
  let last: Spot | undefined
  for (const pair of map.items) {
    const name = keyOf(pair.key, slips)
    if (name === undefined) continue
    const [key, keyEnd] = pair.key.range
    const read = readNode(pair.value, { at: keyEnd, end: keyEnd, key, keyEnd }, slips)
    if (!isNewKey(name, key, children, slips)) continue
    data[name] = read.data
    children.set(name, (last = read.spot))
  }
  const brackets = map.flow === true
  return { data, spot: { ...here, end: brackets ? here.end : endOf(last, here), quoted: false, brackets, children } }
}

/** What the package calls the end of a block takes in what follows it: comments, empty lines. */
function endOf(last: Spot | undefined, { end }: Where): number {
  return last === undefined ? end : Math.max(last.end, last.keyEnd ?? 0)
}

/** Keys are text, whatever they look like. */
function keyOf(key: ParsedNode, slips: Slip[]): string | undefined {
  if (!isScalar(key)) return void slips.push({ at: key.range[0], code: 'key-not-text', message: 'a key here is no text', hint: 'a key is one word followed by a colon; text that starts with { or [ stands between quotes' })
  if (key.anchor !== undefined || hasTag(key)) slips.push({ at: key.range[0], code: 'anchor', message: 'a key here has an anchor or a tag', hint: 'remove it' })
  return typeof key.value === 'string' ? key.value : (key.source ?? '')
}

function isNewKey(name: string, at: number, known: ReadonlyMap<string, Spot>, slips: Slip[]): boolean {
  if (name === '__proto__') slips.push(protoKey(at))
  else if (name === '<<') slips.push({ at, code: 'merge-key', message: 'the merge key `<<` is not read here', hint: 'write the keys out' })
  else if (known.has(name)) slips.push(duplicateKey(name, at, known.get(name)!.key!))
  else return true
  return false
}

function readSeq(seq: YAMLSeq.Parsed, here: Where, slips: Slip[]): Read {
  const where = { at: here.at, end: here.at, key: undefined }
  const data: unknown[] = []
  const children = new Map<number, Spot>()
  let last: Spot | undefined
  for (const item of seq.items) {
    const read = readNode(item, where, slips)
    children.set(data.length, (last = read.spot))
    data.push(read.data)
  }
  const brackets = seq.flow === true
  return { data, spot: { ...here, end: brackets ? here.end : endOf(last, here), quoted: false, dashes: !brackets, brackets, children } }
}

function readScalar(scalar: Scalar.Parsed, here: Where, slips: Slip[]): Read {
  const { value, source } = scalar
  if (typeof value === 'number' && !isExact(value, source)) return refuse(slips, tooLarge(source, here.at), here)
  return leaf(value, here, scalar.type !== 'PLAIN')
}

function leaf(data: unknown, where: Where, quoted: boolean): Read {
  return { data, spot: { ...where, quoted, children: undefined } }
}

function refuse(slips: Slip[], slip: Slip, where: Where): Read {
  slips.push(slip)
  return leaf(null, where, false)
}
