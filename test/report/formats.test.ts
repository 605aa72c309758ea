import { createHash } from 'node:crypto'
import { parse as parseCsv } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import type { Finding, Report } from '../../src/model/report.js'
import { reporters } from '../../src/report/index.js'
import { style, styleDigest } from '../../src/report/html-style.js'
import { reportSchema } from '../../src/report/schema.js'
import { clean, empty, finding, id, remedy, rich, states } from './fixture.js'
import { azureCommands, githubCommands, htmlElements, markdownElements, readXml, rendered, sarifFaults } from './readers.js'

const bytesOf = (text: string): number => Buffer.byteLength(text)
const counting = (over: Partial<Report['summary']>, findings: readonly Finding[] = [], report = clean): Report => ({ ...report, findings, summary: { ...report.summary, ...over } })

/** A million users, in findings that name all of them, and more findings than any tenant has. */
const million: Report = (() => {
  const sample = Array.from({ length: 1_000_000 }, (_, at) => `user-${String(at).padStart(7, '0')}@contoso.com`)
  const all = finding({ users: { count: sample.length, min: sample.length, max: sample.length, determined: true, sample } })
  const many = Array.from({ length: 6000 }, (_, at) => finding({ id: `f${at + 2}`, fingerprint: `fp${at}`, ruleId: `rule-${at % 400}` }))
  const rows = Array.from({ length: 5000 }, (_, at) => ({ ...states[0]!, userId: id(String(at)) }))
  return { ...rich, findings: [all, ...many], states: rows, impact: Array.from({ length: 4000 }, (_, at) => (at === 0 ? { ...rich.impact[0]!, users: { count: sample.length, sample } } : rich.impact[0]!)) }
})()

test('formats have names of their own', () => {
  const names = reporters.map(({ name }) => name)
  expect(names).toEqual(['text', 'json', 'ndjson', 'sarif', 'junit', 'markdown', 'github', 'azure', 'csv', 'html'])
})

describe('ndjson', () => {
  const lines = (report: Report): readonly Record<string, unknown>[] => rendered('ndjson', report).trimEnd().split('\n').map(line => JSON.parse(line) as Record<string, unknown>)

  test('the lines are the report', () => {
    const [head, ...items] = lines(rich)
    const of = (type: string): readonly unknown[] => items.filter(item => item['type'] === type).map(({ type: _, ...item }) => item)
    const { type: _, ...rest } = head!
    expect({ ...rest, steps: of('step'), findings: of('finding'), impact: of('impact'), seats: of('seat'), groups: of('group'), notices: of('notice'), states: of('state') }).toEqual(rich)
  })

  test('the verdict comes first', () => {
    expect(lines(rich)[0]).toMatchObject({ type: 'report', summary: rich.summary })
    expect(Object.keys(lines(rich)[0]!)).toEqual(['type', ...Object.keys(reportSchema['properties'] as object).filter(key => key in lines(rich)[0]!)])
  })

  test('it is written in chunks', () => {
    const chunks = [...reporters.find(({ name }) => name === 'ndjson')!.render({ ...million, findings: million.findings.slice(1) }, { color: false, width: 80, expand: false })]
    expect(chunks.length).toBeGreaterThan(10)
    expect(chunks.every(chunk => chunk.endsWith('\n'))).toBe(true)
  })
})

describe('sarif', () => {
  interface Result { readonly ruleId: string; readonly ruleIndex: number; readonly level: string; readonly baselineState?: string; readonly suppressions: readonly unknown[]; readonly partialFingerprints: Readonly<Record<string, string>>; readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: { readonly startLine: number } } }[] }
  interface Log { readonly runs: readonly [{ readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string; readonly help: { readonly text: string } }[] } }; readonly results: readonly Result[]; readonly invocations: readonly { readonly toolExecutionNotifications?: readonly { readonly message: { readonly text: string } }[] }[] }] }
  const log = (report: Report): Log => JSON.parse(rendered('sarif', report)) as Log

  test.each([['rich', rich], ['clean', clean], ['empty', empty]])('is valid by the official schema: %s', (_, report) => {
    expect(sarifFaults(log(report))).toEqual([])
  })

  test('one result for each finding that stands', () => {
    expect(log(rich).runs[0].results.map(({ level, baselineState, suppressions }) => [level, baselineState, suppressions.length])).toEqual([
      ['error', 'new', 0], ['error', 'new', 0], ['error', 'new', 0], ['warning', 'new', 0], ['error', 'unchanged', 0], ['error', 'unchanged', 1], ['warning', 'new', 0], ['note', 'new', 0],
    ])
  })

  test('each points at its rule, and every rule has help', () => {
    const { results, tool: { driver: { rules } } } = log(rich).runs[0]
    expect(results.map(({ ruleIndex }) => rules[ruleIndex]!.id)).toEqual(results.map(({ ruleId }) => ruleId))
    expect(rules.find(rule => rule.id === 'one-sharepoint-plan')!.help.text).toContain('A user runs on one SharePoint plan.\nSource: https://learn.microsoft.com/entra/licensing')
  })

  test('the place is the step\'s, whatever stands there; the fingerprint is the cause\'s', () => {
    const moved = log({ ...rich, steps: rich.steps.map(step => ({ ...step, line: step.line + 7 })) }).runs[0].results
    const before = log(rich).runs[0].results
    expect(moved.map(one => one.partialFingerprints)).toEqual(before.map(one => one.partialFingerprints))
    expect(moved[0]!.locations[0]!.physicalLocation.region.startLine).toBe(19)
  })

  test('a cause that stands twice has two fingerprints for GitHub', () => {
    const twice = log(counting({}, [finding({}), finding({ id: 'f2', transient: true })])).runs[0].results
    expect(twice.map(one => one.partialFingerprints['primaryLocationLineHash'])).toEqual(['3f0c9a7be1:1', '3f0c9a7be1:2'])
  })

  test('more than GitHub takes is said, not sent', () => {
    const results = Array.from({ length: 25_010 }, (_, at) => finding({ id: `f${at}`, fingerprint: String(at), remedies: [] }))
    const run = log(counting({}, results)).runs[0]
    expect(run.results).toHaveLength(25_000)
    expect(run.invocations[0]!.toolExecutionNotifications![0]!.message.text).toContain('10 more findings')
  })

  test('a million users are no more than one', () => {
    expect(bytesOf(rendered('sarif', { ...million, findings: million.findings.slice(0, 1) }))).toBeLessThan(10_000)
  })

  test('a path is an address', () => {
    const [result] = log({ ...counting({}, [finding({})]), steps: [{ ...clean.steps[0]!, file: 'plans/E3 für Ämter #2.yaml' }] }).runs[0].results
    expect(decodeURIComponent(result!.locations[0]!.physicalLocation.artifactLocation.uri)).toBe('plans/E3 für Ämter #2.yaml')
    expect(result!.locations[0]!.physicalLocation.artifactLocation.uri).toBe('plans/E3%20f%C3%BCr%20%C3%84mter%20%232.yaml')
  })
})

describe('junit', () => {
  const count = (report: Report, path: string): number => readXml(rendered('junit', report)).find(path).length

  test.each([['rich', rich], ['clean', clean], ['empty', empty]])('is valid, and its numbers are right: %s', (_, report) => {
    const document = readXml(rendered('junit', report))
    const said = (name: string): number => Number(document.get(`/testsuites/testsuite/@${name}`)!.content)
    expect([said('tests'), said('failures'), said('skipped')]).toEqual([document.find('//testcase').length, document.find('//failure').length, document.find('//skipped').length])
    expect(said('tests')).toBeGreaterThan(0)
  })

  test.each<[string, Partial<Report['summary']>, number]>([
    ['errors count', { errors: 1, exitCode: 1 }, 1],
    ['nobody wants it to fail', { errors: 1, exitCode: 0 }, 0],
    ['warnings were asked to fail', { warnings: 1, exitCode: 1 }, 1],
  ])('what fails the check fails a test: %s', (_, summary, failures) => {
    const severity = summary.warnings === undefined ? 'error' : 'warning'
    expect(count(counting(summary, [finding({ severity })]), '//failure')).toBe(failures)
  })

  test('a waived finding is skipped, with the reason', () => {
    expect(readXml(rendered('junit', rich)).get('//skipped/@message')!.content).toBe('waived: HR fills the locations in until the new year')
  })

  test('the name of a test says nothing that changes from day to day', () => {
    const names = (report: Report): readonly string[] => readXml(rendered('junit', report)).find('//testcase/@name').map(({ content }) => content)
    const grown = rich.findings.map(one => ({ ...one, users: { ...one.users, count: 7, min: 7, max: 7 } }))
    expect(names({ ...rich, findings: grown })).toEqual(names(rich))
  })
})

describe('markdown', () => {
  test('is a page of headings and tables', () => {
    const found = markdownElements(rendered('markdown', rich))
    expect(found.filter(({ name }) => name === 'h3').map(({ text }) => text)).toEqual(['New with this plan', 'There already', 'Resolved by this plan', 'Waived', 'Who loses service plans', 'Seats', 'Notices'])
    expect(found.filter(({ name }) => name === 'table')).toHaveLength(6)
    expect(found.find(({ name }) => name === 'strong')!.text).toMatch(/^Not yet: 3 errors/)
  })

  test('names nobody, unless names were asked for', () => {
    expect(markdownElements(rendered('markdown', rich)).some(({ text }) => /(?:ada|kai)@contoso/.test(text))).toBe(false)
    expect(markdownElements(rendered('markdown', rich, { expand: true })).some(({ text }) => text.includes('ada@contoso.com'))).toBe(true)
  })

  test.each([false, true])('fits a job summary, whatever the tenant (expand: %s)', expand => {
    const text = rendered('markdown', million, { expand })
    expect(bytesOf(text)).toBeLessThan(1024 * 1024)
    expect(text).toContain('found no room here: the JSON report has all')
    expect(text.trimEnd().endsWith('exit code 1</sub>')).toBe(true)
  })
})

describe('github', () => {
  test('what counts stands at its place, the rest in numbers', () => {
    const commands = githubCommands(rendered('github', rich))
    expect(commands.map(({ name, properties: { file, line, title } }) => [name, file, line, title])).toEqual([
      ['error', 'plan.yaml', '12', 'f1 service/group-is-licensed'], ['error', 'plan.yaml', '3', 'f2 one-sharepoint-plan'], ['error', 'plan.yaml', '3', 'f3 service/seats'],
      ['warning', 'plan.yaml', '3', 'f4 project-needs-sharepoint'], ['warning', 'plan.yaml', '6', 'f8 guests-hold-no-e5'], ['notice', undefined, undefined, 'seatplan'],
    ])
    expect(commands.at(-1)!.message).toContain('Beside that: 1 finding there already, 1 finding resolved, 1 finding waived.')
  })

  test('what GitHub would drop is a line of the log', () => {
    const text = rendered('github', counting({ errors: 12, exitCode: 1 }, Array.from({ length: 12 }, (_, at) => finding({ id: `f${at + 1}` }))))
    expect(githubCommands(text).filter(({ name }) => name === 'error')).toHaveLength(10)
    expect(text).toContain('\nerror f12 one-sharepoint-plan: 312 users;')
  })

  test('without a plan everything counts, and nothing points at a file', () => {
    const commands = githubCommands(rendered('github', { ...empty, findings: [finding({ origin: 'existing', step: 0 })] }))
    expect(commands.map(({ name, properties }) => [name, properties['file']])).toEqual([['error', undefined], ['notice', undefined]])
  })
})

test('azure: what counts, at its place; the verdict in plain words', () => {
  const text = rendered('azure', rich)
  expect(azureCommands(text).map(({ name, properties: { type, sourcepath, linenumber, code } }) => [name, type, sourcepath, linenumber, code])).toEqual([
    ['task.logissue', 'error', 'plan.yaml', '12', 'service/group-is-licensed'], ['task.logissue', 'error', 'plan.yaml', '3', 'one-sharepoint-plan'], ['task.logissue', 'error', 'plan.yaml', '3', 'service/seats'],
    ['task.logissue', 'warning', 'plan.yaml', '3', 'project-needs-sharepoint'], ['task.logissue', 'warning', 'plan.yaml', '6', 'guests-hold-no-e5'],
  ])
  expect(text.trimEnd().split('\n').at(-1)).toMatch(/^Not yet: 3 errors/)
})

describe('csv', () => {
  const rows = (report: Report): readonly Record<string, string>[] => parseCsv(rendered('csv', report), { columns: true, record_delimiter: '\r\n' })

  test('everybody, candidates as such, and how many the report does not name', () => {
    const of = (finding: string): readonly unknown[] => rows(rich).filter(one => one['finding'] === finding).map(({ who, users, userPrincipalName }) => [who, users, userPrincipalName])
    expect(of('f2').at(0)).toEqual(['affected', '1', 'ada@contoso.com'])
    expect(of('f2').at(-1)).toEqual(['not named', '308', ''])
    expect(of('f3')).toEqual([['candidate', '1', 'kai@contoso.com'], ['candidate', '1', 'lea@contoso.com']])
    expect(of('f9')).toEqual([])
  })

  test('a million rows come in chunks', () => {
    const chunks = [...reporters.find(({ name }) => name === 'csv')!.render({ ...million, findings: million.findings.slice(0, 1) }, { color: false, width: 80, expand: true })]
    expect(chunks.length).toBeGreaterThan(900)
    expect(chunks.join('').split('\r\n')).toHaveLength(1_000_002)
  })
})

describe('html', () => {
  const found = htmlElements(rendered('html', rich))

  test('nothing is loaded, nothing runs', () => {
    expect(found.map(({ name }) => name).filter(name => ['script', 'img', 'link', 'iframe', 'object', 'embed', 'form', 'base', 'video', 'audio', 'image'].includes(name))).toEqual([])
    const attributes = found.flatMap(({ attributes }) => Object.keys(attributes))
    expect(attributes.filter(name => /^on|^style$|^src|background|action/.test(name))).toEqual([])
    expect(style).not.toMatch(/url\(|@import/)
  })

  test('the policy allows the style that is there, and nothing else', () => {
    const policy = found.find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')!.attributes['content']
    expect(styleDigest).toBe(`sha256-${createHash('sha256').update(found.find(({ name }) => name === 'style')!.text).digest('base64')}`)
    expect(policy).toBe(`default-src 'none'; style-src '${styleDigest}'; base-uri 'none'; form-action 'none'`)
  })

  test('links lead to sections that are there, or to sources on the web', () => {
    const ids = new Set(found.map(({ attributes }) => `#${attributes['id']}`))
    const links = found.filter(({ name }) => name === 'a').map(({ attributes }) => attributes['href']!)
    expect(links.filter(link => !ids.has(link) && !link.startsWith('https://learn.microsoft.com/'))).toEqual([])
    expect(links.length).toBeGreaterThan(6)
  })

  test.each(['javascript:alert(1)', 'data:text/html,x', 'http://a.example', 'https://a.example/"onclick=x', 'https://a.example/ x'])('a source that is no address of the web is text: %s', source => {
    const page = htmlElements(rendered('html', counting({}, [finding({ rule: { file: 'r.yaml', line: 1, column: 1, source, reason: 'x' } })])))
    expect(page.filter(({ name, attributes }) => name === 'a' && !attributes['href']!.startsWith('#'))).toEqual([])
  })

  test('every finding, way out, group and notice is there without a script', () => {
    const text = found[0]!.text
    for (const { ruleId, because } of rich.findings) for (const words of [ruleId ?? 'recorded', because.at(-1)!]) expect(text).toContain(words)
    for (const { title } of rich.findings.flatMap(({ remedies }) => remedies)) expect(text).toContain(title)
    expect(text).toContain('not determined: Active or Error CountViolation')
  })

  test.each([false, true])('is below 5 MB for a million users (expand: %s)', expand => {
    const page = rendered('html', million, { expand })
    expect(bytesOf(page)).toBeLessThan(5_000_000)
    expect(page).toContain('found no room here: the JSON report has all')
    expect(page.endsWith('</body>\n</html>\n')).toBe(true)
  })
})

test.each(['sarif', 'junit', 'markdown', 'github', 'azure', 'html', 'csv'])('%s: a clean plan is said to be clean', async name => {
  await expect(rendered(name, clean)).toMatchFileSnapshot(`${name}-clean.golden.txt`)
})

test('the way out that a build is told is the clean one', () => {
  const remedies = [remedy({ id: 'f1.r1', clean: false, title: 'First' }), remedy({ id: 'f1.r2', title: 'Second' })]
  expect(rendered('azure', counting({ errors: 1, exitCode: 1 }, [finding({ remedies })]))).toContain('Way out: Second (1 more way out).')
})
