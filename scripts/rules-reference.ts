// npm run reference: writes docs/rules.md from the kinds, facts and operators that there are. Every example is read, played, and shown with
// a case in which it speaks and one in which it does not.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { explainRule } from '../src/analyse/about/rule-examples.js'
import { loadShipped } from '../src/cli/shipped.js'
import { kinds } from '../src/kinds/index.js'
import { operatorUses, publishedFacts, type FactType } from '../src/kinds/vocabulary.js'
import { readDocument } from '../src/load/text/document.js'
import { lookupIn } from '../src/load/catalog/names.js'
import { unpackCatalog } from '../src/load/catalog/packed-catalog.js'
import { readPack } from '../src/load/project/rules.js'
import { rulesSchema } from '../src/load/schemas/rules.js'
import { factExamples, kindExamples, operatorExamples, type Leaf } from './rules-reference-examples.js'

const { catalog: packed, packs } = await loadShipped()
const catalog = unpackCatalog(packed)
const service = packs.find(({ name }) => name === 'service')!.rules

type Subject = keyof typeof publishedFacts
type Schema = Readonly<Record<string, unknown>>

/** A rule as its author writes it, with what comes of it. */
async function explained(text: string) {
  const { value, problems } = readPack('docs', [readDocument('docs.yaml', text).value!], { ...lookupIn(catalog, undefined), group: (id) => ({ id }) })
  if (value === undefined) throw new Error(`${problems[0]!.message}\n${text}`)
  const [rule] = value.rules
  const { examples } = await explainRule(rule!, { catalog, rules: { packs: [], rules: [...service, rule!], notInForce: [], digest: '' }, tenant: undefined })
  if (examples === null || examples.silent === null) throw new Error(`no example for\n${text}`)
  return { ...examples, silent: examples.silent }
}

async function leafRow(subject: Subject, leaf: Leaf): Promise<string> {
  const { fires, silent } = await explained(conditionText(subject, leaf))
  return `\`${leafText(leaf)}\` | ${asTheyAre(fires.words)} | ${asTheyAre(silent.words)}`
}

/** In a table nothing needs to be said of what is not done. */
function asTheyAre(words: string): string {
  return words.replace(/, as it is$/, '')
}

function conditionText(subject: string, leaf: Leaf): string {
  return `rules: [{ id: example, kind: condition, severity: warning, subject: ${subject}, when: ${leafText(leaf)}, reason: An example. }]\n`
}

function leafText({ fact, operator, value }: Leaf): string {
  return `{ fact: ${fact}, operator: ${operator}, value: ${Array.isArray(value) ? `[${value.map(valueText).join(', ')}]` : valueText(value)} }`
}

function valueText(value: unknown): string {
  return typeof value === 'string' && /^[A-Z]{2}$/.test(value) ? `'${value}'` : String(value)
}

function typeWords(is: FactType): string {
  if (is.type === 'boolean') return 'true or false'
  if (is.type !== 'text' && is.type !== 'list') return 'a number'
  if (is.type === 'list') return `a list of ${String(is.words)}s`
  if (typeof is.words !== 'string') return `text: ${is.words.map((word) => `\`${word}\``).join(', ')}`
  return is.words === 'text' ? 'text' : `text: a ${is.words}`
}

async function factTable(subject: Subject): Promise<string> {
  const rows = await Promise.all(Object.entries(publishedFacts[subject]).map(async ([name, { is, title }]) => `| \`${name}\` | ${typeWords(is)} | ${title}. | ${await leafRow(subject, factExamples[subject]![name]!)} |`))
  return ['| fact | type | what it is | for example | speaks of | does not speak of |', '|---|---|---|---|---|---|', ...rows].join('\n')
}

const takes = { one: 'one value', many: 'a list', truth: '`true` or `false`' }
const types = { boolean: 'true or false', number: 'numbers', text: 'texts', list: 'lists' }

async function operatorTable(): Promise<string> {
  const rows = await Promise.all(Object.entries(operatorUses).map(async ([name, use]) => {
    const { subject, leaf, says } = operatorExamples[name]!
    return `| \`${name}\` | ${use.fits.map((type) => types[type]).join(', ')} | ${takes[use.takes]} | ${says} | ${await leafRow(subject as Subject, leaf)} |`
  }))
  return ['| operator | compares | with | holds when | for example | speaks of | does not speak of |', '|---|---|---|---|---|---|---|', ...rows].join('\n')
}

/** The keys of a kind beside those that every rule has. */
function keyTable({ kind, schema }: (typeof kinds)[number]): string {
  const { properties, required } = schema as { readonly properties: Readonly<Record<string, Schema>>; readonly required: readonly string[] }
  const rows = Object.entries(properties).map(([name, key]) => `| \`${name}\`${required.includes(name) ? ', needed' : ''} | ${String(key['description'] ?? '').replaceAll('|', '\\|')} |`)
  return rows.length === 0 ? `\`${kind}\` has no keys of its own.` : ['| key | what it says |', '|---|---|', ...rows].join('\n')
}

async function kindSection(kind: (typeof kinds)[number]): Promise<string> {
  const { says, rule } = kindExamples[kind.kind]!
  const { fires, silent, tests } = await explained(rule)
  return [
    `### ${kind.kind}`, '', says, '', keyTable(kind), '', '```yaml rules', rule.trimEnd(), '```', '',
    `- it speaks: ${fires.words}: \`${fires.verdict}\``, `- it does not: ${silent.words}`, '',
    ...tests.flatMap((lines) => ['```yaml test', ...lines, '```', '']),
  ].join('\n')
}

function headTable(): string {
  const [anyKind] = ((rulesSchema['properties'] as Readonly<Record<string, { readonly items: { readonly oneOf: readonly Schema[] } }>>)['rules']!).items.oneOf
  const keys = anyKind!['properties'] as Readonly<Record<string, Schema>>
  const own = Object.keys(kinds[0].schema.properties)
  const rows = Object.entries(keys).filter(([name]) => !own.includes(name)).map(([name, key]) => `| \`${name}\` | ${String(key['description'])} |`)
  return ['| key | what it says |', '|---|---|', ...rows].join('\n')
}

const effects = kinds.map(({ kind, error }) => `| \`${kind}\` | ${kindExamples[kind]!.line} | ${error === null ? 'nothing, ever' : `\`${error}\``} |`)

const text = `<!-- generated by scripts/rules-reference.ts: do not edit -->
# Writing rules

A file of rules is a list under \`rules:\`. Every rule has an \`id\` that is a claim, a \`kind\`, a \`severity\` and a \`reason\`; shipped ones also a \`source\` and
a \`certainty\`. \`schemas/rules.schema.json\` describes every key, and editors show it. [Rule tests](rule-tests.md) stand beside rules.

| kind | what it says | blocks, with severity \`error\` |
|---|---|---|
${effects.join('\n')}

Rules of severity \`warning\` or \`info\` block nothing either: they are asked about what stands after each step. \`within\` (\`user\`, \`group\`, \`both\`) says
whether a conflict or prerequisite looks at one user's licences, at those of one group, or at both.

Names under \`plan\`, \`plans\`, \`each\`, \`against\`, \`whenAnyPlan\` are service plans, under \`product\` and \`products\` products; what a \`plan\` requires are plans,
what a \`product\` requires are products. \`{ plan: X }\` and \`{ product: X }\` say otherwise. GUIDs do as well as names.

Every example below is read and played by seatplan's own tests. A service plan that is given by itself stands for a product with that plan alone.

## What every rule has

${headTable()}

## Kinds

${(await Promise.all(kinds.map(kindSection))).join('\n')}
## Conditions

\`when\` is a tree of \`all\`, \`any\` and \`not\` over comparisons of a \`fact\` with a \`value\` by an \`operator\`, at most 10 deep and 200 comparisons wide. It describes what may **not** be.

\`\`\`yaml rules
rules:
  - id: disabled-accounts-hold-nothing
    kind: condition
    severity: warning
    subject: user
    when:
      all:
        - { fact: accountEnabled, operator: equal, value: false }
        - { fact: products, operator: exists, value: true }
    reason: Who cannot sign in needs no licence.

  - id: nobody-loses-exchange
    kind: condition
    severity: error
    subject: user
    when:
      all:
        - { fact: lostPlans, operator: includesAnyOf, value: [EXCHANGE_S_STANDARD, EXCHANGE_S_ENTERPRISE] }
        - not: { fact: plansAfter, operator: includesAnyOf, value: [EXCHANGE_S_STANDARD, EXCHANGE_S_ENTERPRISE] }
    reason: A mailbox without a plan is deleted after 30 days.
\`\`\`

\`\`\`yaml test
users:
  leaver: { accountEnabled: false, licenses: [EXCHANGE_S_STANDARD] }
  clerk: { licenses: [EXCHANGE_S_STANDARD] }
plans:
  loses the mailbox: { takes: [EXCHANGE_S_STANDARD] }
  gets a larger one: { takes: [EXCHANGE_S_STANDARD], gives: [EXCHANGE_S_ENTERPRISE] }
cases:
  - rule: disabled-accounts-hold-nothing
    verdicts: { leaver: { as is: warning, loses the mailbox: ok }, clerk: { as is: ok } }
  - rule: nobody-loses-exchange
    verdicts: { clerk: { loses the mailbox: error, gets a larger one: ok } }
\`\`\`

### Facts of a user

${await factTable('user')}

Export \`department\` and the other attributes of Graph to use them.

### Facts of a group

${await factTable('group')}

### Facts of a product

${await factTable('product')}

### Operators

${await operatorTable()}

A text that is missing equals nothing but \`null\`, and is \`notEqual\` to and \`notIn\` everything else. Case matters in texts.
`

writeFileSync(join(import.meta.dirname, '../docs/rules.md'), text)
