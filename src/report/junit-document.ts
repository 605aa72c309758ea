import { visible } from './visible.js'

/** One test of a suite, and how it went. */
export interface TestCase {
  readonly classname: string
  readonly name: string
  readonly outcome: 'passed' | 'failed' | 'skipped' | 'error'
  /** One line: why it failed or was skipped. */
  readonly message?: string
  /** What the code of the failure is. */
  readonly type?: string
  readonly text?: string
}

export interface TestSuite {
  readonly name: string
  readonly cases: readonly TestCase[]
}

/** Suites as JUnit's XML, in the form that the common readers agree on. No times: the same run gives the same bytes. */
export function* junitDocument(name: string, suites: readonly TestSuite[]): Iterable<string> {
  const all = suites.flatMap(({ cases }) => cases)
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xml(name)}"${counts(all)}>\n`
  for (const suite of suites) {
    yield `  <testsuite name="${xml(suite.name)}"${counts(suite.cases)} skipped="${number(suite.cases, 'skipped')}">\n`
    for (const one of suite.cases) yield testCase(one)
    yield '  </testsuite>\n'
  }
  yield '</testsuites>\n'
}

function counts(cases: readonly TestCase[]): string {
  return ` tests="${cases.length}" failures="${number(cases, 'failed')}" errors="${number(cases, 'error')}"`
}

function number(cases: readonly TestCase[], outcome: TestCase['outcome']): number {
  return cases.filter(one => one.outcome === outcome).length
}

const elements = { passed: 'system-out', failed: 'failure', skipped: 'skipped', error: 'error' } as const

function testCase({ classname, name, outcome, message, type, text }: TestCase): string {
  const head = `    <testcase classname="${xml(classname)}" name="${xml(name)}"`
  if (outcome === 'passed' && text === undefined) return `${head}/>\n`
  const element = elements[outcome]
  const attributes = outcome === 'passed' ? '' : [type && ` type="${xml(type)}"`, message && ` message="${xml(message)}"`].filter(Boolean).join('')
  const inside = text === undefined ? `<${element}${attributes}/>` : `<${element}${attributes}>${lines(text)}</${element}>`
  return `${head}>${inside}</testcase>\n`
}

const lines = (text: string): string => text.split('\n').map(xml).join('\n')

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** One line of text for an element or an attribute. What XML cannot hold is written out. */
function xml(text: string): string {
  return visible(text).replace(/[&<>"]/g, character => entities[character]!).replace(/[\ufffe\uffff]/g, character => `\\u${character.charCodeAt(0).toString(16)}`)
}
