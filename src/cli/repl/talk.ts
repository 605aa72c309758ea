import { knownFindings } from '../known-findings.js'
import type { Problem } from '../../model/problem.js'
import type { Finding } from '../../model/report.js'
import { nearest } from '../../load/text/nearest.js'
import { namesIn } from '../../remedy/handover/names.js'
import { compareReports, comparisonText } from '../../report/compare.js'
import { planYaml } from '../../report/handover/plan-yaml.js'
import { colored, uncolored, type Paint } from '../../report/paint.js'
import { renderProblems } from '../../report/problems.js'
import { findingLines } from '../../report/text-findings.js'
import { verdictLines } from '../../report/text-verdict.js'
import { answerExplain } from '../explain-answer.js'
import { remediesText } from '../texts/remedies.js'
import { openDesk, withChange, withTaken, withWaysOut, type Bench, type Desk } from './desk.js'
import { forms } from './short-form.js'

/** What a line is answered with. */
export interface Reply {
  readonly text: string
  readonly problems: readonly Problem[]
  /** To be written, where it is asked for. */
  readonly save?: { readonly file: string; readonly text: string }
  readonly ends?: true
}

export interface Talk {
  /** What stands now. */
  desk(): Desk
  answer(line: string): Promise<Reply>
}

export interface TalkOptions {
  readonly color: boolean
  readonly width: number
}

interface Word {
  readonly name: string
  readonly usage: string
  readonly does: string
  run(rest: string, room: Room): Promise<Reply> | Reply
}

interface Room {
  readonly bench: Bench
  readonly options: TalkOptions
  readonly paint: Paint
  desk: Desk
}

/** A talk about a project: each line is a question or a change, each answer a text. Nothing is written, to a tenant least of all. */
export async function openTalk(bench: Bench, project: Desk['project'], options: TalkOptions): Promise<Talk> {
  const room: Room = { bench, options, paint: options.color ? colored : uncolored, desk: await openDesk(bench, project) }
  return {
    desk: () => room.desk,
    async answer(line) {
      const [, name = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(line.trim()) ?? []
      if (name === '' || name.startsWith('#')) return said('')
      const word = words.find((one) => one.name === name.toLowerCase())
      return word === undefined ? unknownWord(name) : word.run(rest.trim(), room)
    },
  }
}

function unknownWord(name: string): Reply {
  const meant = nearest(name, words.map((word) => word.name))
  return wrong('unknown-word', `unknown command \`${name}\``, meant === undefined ? '`help` lists what can be asked' : `did you mean \`${meant}\`?`)
}

const said = (text: string): Reply => ({ text, problems: [] })
const wrong = (code: string, message: string, hint: string): Reply => ({ text: '', problems: [{ file: 'repl', severity: 'error', code, message, hint }] })

export const words: readonly Word[] = [
  { name: 'user', usage: 'user NAME', does: 'what a user has, from where, and in which state', run: explained },
  { name: 'group', usage: 'group NAME', does: 'what a group gives, and who is in error by it', run: explained },
  { name: 'explain', usage: 'explain ID', does: 'a rule, a product, a service plan', run: explained },
  { name: 'findings', usage: 'findings', does: 'what is found with the plan so far', run: (_, { desk, paint }) => said(`${verdictLines(desk.report, paint)[0]}\n${desk.report.findings.map(lineOf).join('')}`) },
  { name: 'why', usage: 'why f1', does: 'the whole of a finding', run: why },
  { name: 'try', usage: 'try CHANGE', does: 'add a change to the plan, and say what it makes of it', run: (rest, room) => moved(room, () => withChange(room.bench, room.desk, rest)) },
  { name: 'undo', usage: 'undo', does: 'take the last change back', run: undo },
  { name: 'remedies', usage: 'remedies f1', does: 'the ways out of a finding', run: remedies },
  { name: 'take', usage: 'take f1.r2', does: 'take a way out into the plan', run: (rest, room) => moved(room, () => withTaken(room.bench, room.desk, rest)) },
  { name: 'plan', usage: 'plan [save FILE]', does: 'the plan so far; or save it', run: plan },
  { name: 'help', usage: 'help', does: 'this list', run: () => said(helpText()) },
  { name: 'quit', usage: 'quit', does: 'end (also: exit, Ctrl-D)', run: () => ({ ...said(''), ends: true }) },
  { name: 'exit', usage: 'exit', does: 'end', run: () => ({ ...said(''), ends: true }) },
]

async function explained(rest: string, { desk, options }: Room): Promise<Reply> {
  if (rest === '') return wrong('no-name', 'whom or what?', 'write a name, an id or a part number after it')
  const { text, problems } = await answerExplain(rest.replace(/^(["'])(.*)\1$/, '$2'), desk.project, { format: 'text', color: options.color })
  return { text, problems }
}

function lineOf({ id, severity, ruleId, error, reason, origin, users }: Finding): string {
  const parts = [id, severity, ruleId ?? 'recorded by the service', error ?? reason ?? '', origin, users.max > 0 ? `${users.max} ${users.max === 1 ? 'user' : 'users'}` : '']
  return `${parts.filter((part) => part !== '').join('  ')}\n`
}

function found(id: string, { desk: { report } }: Room): Finding | Reply {
  const finding = report.findings.find((one) => one.id === id || one.fingerprint === id)
  return finding ?? wrong('unknown-finding', id === '' ? 'which finding?' : `there is no finding \`${id}\``, knownFindings(report.findings))
}

function why(rest: string, room: Room): Reply {
  const finding = found(rest, room)
  if (!('ruleId' in finding)) return finding
  const { desk: { report }, options, paint } = room
  const lines = [...findingLines({ ...report, findings: [finding] }, paint, { ...options, expand: true })].slice(1)
  // Ways out are looked for when they are asked for.
  const end = lines.findIndex((line) => line.startsWith('    ways out'))
  return said(`${[...(end === -1 ? lines : lines.slice(0, end)), `    ways out remedies ${finding.id}`].join('\n')}\n`)
}

async function remedies(rest: string, room: Room): Promise<Reply> {
  const finding = found(rest, room)
  if (!('ruleId' in finding)) return finding
  const report = await withWaysOut(room.bench, room.desk, finding.id)
  return said(remediesText(report, report.findings.filter(({ id }) => id === finding.id), { ...room.options, expand: true }))
}

/** Goes on at another desk, and says what is different there. */
async function moved(room: Room, move: () => ReturnType<typeof withChange>): Promise<Reply> {
  const { value, problems } = await move()
  if (value === undefined) return { text: '', problems }
  const text = `${refusalOf(value)}${difference(room.desk, value, room.paint)}`
  room.desk = value
  return { text, problems }
}

function undo(_: string, room: Room): Reply {
  const { before } = room.desk
  if (before === undefined) return wrong('nothing-to-undo', 'nothing was tried yet', '`try` adds a change')
  const text = difference(room.desk, before, room.paint)
  room.desk = before
  return said(text)
}

function difference(before: Desk, after: Desk, paint: Paint): string {
  return `${verdictLines(after.report, paint)[0]}\n${comparisonText(compareReports(before.report, after.report), paint)}`
}

/** Of the last step, where the service would not have it. */
function refusalOf({ report: { steps } }: Desk): string {
  const last = steps.at(-1)
  return last === undefined || last.outcome === 'accepted' ? '' : `step ${last.step}, ${last.op}: ${last.outcome}${last.reason === null ? '' : `, ${last.reason}`}\n`
}

function plan(rest: string, { desk: { project, changes } }: Room): Reply {
  const text = planYaml(project.plan?.title ?? 'Tried', changes, namesIn(project, project.plan))
  if (rest === '') return said(text)
  const [, file] = /^save\s+(\S.*)$/.exec(rest) ?? []
  return file === undefined ? wrong('no-file', `\`plan ${rest}\` means nothing here`, 'write `plan`, or `plan save FILE`') : { ...said(''), save: { file, text } }
}

function helpText(): string {
  const shown = words.filter(({ name }) => name !== 'exit')
  const wide = Math.max(...shown.map(({ usage }) => usage.length))
  return [...shown.map(({ usage, does }) => `  ${usage.padEnd(wide)}  ${does}`), '', 'Changes:', ...forms.map(({ usage }) => `  try ${usage}`), '  try { op: ..., ... }   as a plan writes it', '', 'Nothing is written to a tenant, and nothing to the disk but by `plan save`.', ''].join('\n')
}

/** What is wrong with a line, for people. */
export function problemsText(problems: readonly Problem[], color: boolean): string {
  return renderProblems(problems, { color }).replace(/^(?:repl|try|take|seatplan) {2}/gm, '').replace(/\n\n\d+ errors?(?:, .*)?\n$/, '\n')
}
