import type { Consequence, Edit, Finding, Remedy, Report } from '../model/report.js'
import { wrapped } from './columns.js'
import { counted, digits, fewOf } from './count.js'
import type { Paint } from './paint.js'
import type { RenderOptions } from './reporter.js'
import { pathWords } from './where.js'
import { safetyWords } from './safety-words.js'

const fewWays = 3
const fewPlans = 6

/** The ways out of a finding, numbered; the first few of them unless everything was asked for. */
export function wayOutLines({ id, remedies, remediesComplete, remediesCut }: Finding, report: Report, paint: Paint, options: RenderOptions): readonly string[] {
  const shown = options.expand ? remedies : remedies.slice(0, fewWays)
  const hidden = remedies.length - shown.length
  const more = hidden === 0 ? [] : [`${counted(hidden, 'more way')} out: ${['seatplan remedies', report.plan?.file, '--finding', id].filter(Boolean).join(' ')}`]
  const unsearched = remediesCut === null ? [] : [cutWords(remediesCut)]
  if (shown.length === 0) return remediesComplete ? ['    ways out none among the moves that seatplan knows'] : remediesCut === null ? [] : [`    ways out none was found: ${remediesCut}`]
  return [
    '    ways out',
    ...shown.flatMap((remedy, at) => oneRemedy(remedy, at + 1, report, paint, options)),
    ...[...more, ...unsearched].flatMap(text => wrapped(text, options.width, '      ')),
  ]
}

function oneRemedy(remedy: Remedy, number: number, report: Report, paint: Paint, { width, expand }: RenderOptions): readonly string[] {
  const first = `    ${String(number).padStart(3)}. `
  const indent = ' '.repeat(first.length)
  const notes = [...formWords(remedy), verdictOf(remedy, report, paint), priceOf(remedy, expand), ...remedy.causes.map(cause => paint.yellow(causeOf(cause)))]
  return [
    ...wrapped(`${remedy.title} ${paint.dim(`(${remedy.id})`)}`, width, first),
    ...notes.filter(note => note !== '').flatMap(note => wrapped(note, width, indent)),
  ]
}

/** Where the search ended. */
export const cutWords = (cut: string): string => `There may be further ways out: ${cut}.`

/** How many it stands for, and what there is to choose from. */
export function formWords({ form }: Pick<Remedy, 'form'>): readonly string[] {
  if (form === null) return []
  const lists = form.dimensions.map(titles => titles.join(' | '))
  return [`one of ${digits(form.count)} of this form (--expand lists them), which choose one of each:`, ...lists.map(titles => `- ${titles}`)]
}

/** `clean, safe, before step 1` */
export function verdictOf(remedy: Remedy, report: Report, paint: Paint): string {
  const { cures, leaves, safety, alsoCures } = remedy
  const reach = leaves === 0 ? [] : [`cures ${digits(cures)}, leaves ${counted(leaves, 'user')}`]
  const also = alsoCures.length === 0 ? [] : [`also cures ${alsoCures.join(', ')}`]
  const excess = remedy.minimal || also.length > 0 ? [] : ['more than is needed']
  return [remedy.clean ? paint.green('clean') : 'not clean', safetyWords[safety], ...placesOf(remedy, report), ...reach, ...also, ...excess].join(', ')
}

/** What it touches, which seats it uses, who loses what. */
export function priceOf({ affects, seats, losesPlans, money }: Pick<Remedy, 'affects' | 'seats' | 'losesPlans' | 'money'>, expand: boolean): string {
  const touched = [
    affects.users > 0 && counted(affects.users, 'user'), affects.groups > 0 && counted(affects.groups, 'group'), affects.calls > 0 && counted(affects.calls, 'call'),
  ].filter(Boolean).join(', ')
  const units = Object.entries(seats).filter(([, number]) => number !== 0).sort(([one], [other]) => (one < other ? -1 : 1))
  const seatWords = units.map(([name, number]) => `${number < 0 ? 'frees' : 'uses'} ${digits(Math.abs(number))} ${name}`)
  const lost = fewOf(losesPlans, expand ? losesPlans.length : fewPlans)
  const cost = money && `costs ${money.amount} ${money.currency} per ${money.per}`
  return [touched && `touches ${touched}`, seatWords.join(', '), cost, lost && `users lose ${lost}`].filter(Boolean).join('; ')
}

/** What it breaks elsewhere. */
export function causeOf({ ruleId, error, users, group, skus, new: isNew }: Consequence): string {
  const what = ruleId ?? 'an error that no loaded rule explains'
  const code = error === null ? '' : ` (${error})`
  const where = pathWords(skus, group)
  const whom = users.max === 0 ? '' : ` for ${counted(users.max, 'user')}`
  return `${isNew ? 'causes' : 'worsens'} ${what}${code}${whom}${where && `, ${where}`}`
}

/** `before step 1`, `instead of step 2`: where the edits go, each place once. */
function placesOf({ changes }: Remedy, report: Report): readonly string[] {
  return [...new Set(changes.map(edit => placeOf(edit, report)))]
}

function placeOf({ at, step, change }: Edit, { plan }: Report): string {
  if (at === 'after' && step === 0) return plan === null ? 'now' : 'before the plan'
  if (at === 'instead') return change === null ? `without step ${step}` : `instead of step ${step}`
  return `${at} step ${step}`
}
