import { lints } from '../src/analyse/lints/index.js'
import { certainties } from '../src/load/schemas/rules.js'
import type { Schema } from '../src/load/schemas/words.js'
import { tiers } from '../src/model/settings.js'

/** A part of a schema with what editors say beside its words and forms, and of lints what they find: validators need none of that. */
export function withWords(schema: Schema): Schema {
  const words = Array.isArray(schema['enum']) ? meanings.get(schema['enum'].join()) : undefined
  const form = typeof schema['pattern'] === 'string' ? forms[schema['pattern']] : undefined
  return inMarkdown({ ...schema, ...(words && { enumDescriptions: words }), ...(form && { patternErrorMessage: form }), ...aboutLint(schema['description']), ...exampleOfMap(schema), ...alternativesOf(schema) })
}

/** Else servers show the marks around words as they are. */
function inMarkdown(schema: Schema): Schema {
  const { description, enumDescriptions } = schema
  return { ...schema, ...(hasMarks(description) && { markdownDescription: description }), ...(Array.isArray(enumDescriptions) && enumDescriptions.some(hasMarks) && { markdownEnumDescriptions: enumDescriptions }) }
}

/** Of each of these one key is needed. The loader says so in words; editors name the first. */
const alternatives: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'mutually-exclusive rule': [['plans', 'products', 'each']],
  'prerequisite rule': [['plan', 'product'], ['requiresAnyOf', 'requiresAllOf']],
  'usage-location rule': [['prohibitedIn', 'allowedIn', 'requiredFor']],
}

function alternativesOf({ title }: Schema): Schema {
  const needed = alternatives[String(title)]
  return needed === undefined ? {} : { allOf: needed.map((keys) => ({ anyOf: keys.map((key) => ({ required: [key] })) })) }
}

const hasMarks = (text: unknown): boolean => typeof text === 'string' && text.includes('`')

/** Servers write the example of a map beside its key, and know no lists of objects in it: where there are some, it is offered as a whole. */
function exampleOfMap({ type, examples }: Schema): Schema {
  const [example] = (examples ?? []) as readonly unknown[]
  const hasObjects = type === 'object' && Object.values(example ?? {}).some((value) => Array.isArray(value) && typeof value[0] === 'object')
  return hasObjects ? { defaultSnippets: [{ label: 'for example', description: JSON.stringify(example), body: example }] } : {}
}

function aboutLint(description: unknown): Schema {
  const id = /docs\/lints\/([a-z-]+)\.md/.exec(String(description))?.[1]
  const lint = lints.find((one) => one.id === id)
  return lint === undefined ? {} : { description: `${lint.about} ${String(description)}` }
}

/** Of rules and of lints. */
const severities = {
  error: 'It makes the exit code 1. A rule blocks what the service would block.',
  warning: 'It is told and blocks nothing; `--fail-on warning` makes it count.',
  info: 'It is told, blocks nothing and never counts.',
  off: 'Nothing is asked or told.',
}

const meanings = new Map(
  [
    severities,
    { user: 'At everything that one user has.', group: 'At the licences of one group, when they are changed.', both: 'At both.' },
    { user: 'Every user.', group: 'Every group that assigns licences.', product: 'Every product of the tenant.' },
    { direct: 'For licences that are given directly.', any: 'For any licence.' },
    { graph: 'By Graph calls.', 'admin-center': 'By hand in the admin center.' },
    { 'include-warning': 'They can.', strict: 'They cannot.' },
    wordsOf(certainties, {
      'documented': 'Microsoft says so, plainly.',
      'documented-example': 'Microsoft shows it in an example.',
      'documented-superseded': 'Microsoft said so once; newer pages say something else, or nothing.',
      'documented-disputed': 'Microsoft says so, and other pages or experience say otherwise.',
      'documented-product-level': 'Microsoft says so of products; the rule speaks of service plans.',
      'documented-user-level': 'Microsoft says so of what a user may use; not that the service refuses it.',
      'observed': 'Seen in a tenant, written nowhere.',
      'inferred': 'Follows from what is written.',
    }),
    wordsOf(tiers, {
      causes: 'Fewer users concerned by what it causes.',
      safety: 'What needs no decision first, then what needs one, then what is made on premises, then purchases.',
      losesPlans: 'Fewer service plans that users lose.',
      money: 'Less to pay for units.',
      alsoCures: 'More other findings that go with it.',
      users: 'Fewer users touched.',
      calls: 'Fewer calls.',
    }),
  ].map((words) => [Object.keys(words).join(), Object.values(words)]),
)

/** In the order of the list. */
function wordsOf<T extends string>(all: readonly T[], words: Readonly<Record<T, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(all.map((word) => [word, words[word]]))
}

const forms: Readonly<Record<string, string>> = {
  '\\S': 'Something has to stand here.',
  '^[0-9]{4}-[0-9]{2}-[0-9]{2}$': 'A day is written year-month-day, such as 2026-11-24.',
  '^[a-z0-9]+(-[a-z0-9]+)*$': 'An id has small letters, digits and single hyphens, such as one-exchange-plan.',
  '^\\s*\\{?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\}?\\s*$': 'A GUID is needed, such as 6fd2c87f-b296-42f0-b197-1e91e994b900.',
  '^[A-Z]{3}$': 'A currency has three upper-case letters, such as CHF.',
}
