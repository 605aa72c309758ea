import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { catalog } from '../../src/cli/commands/catalog.js'
import { runLine } from '../../src/cli/parse.js'
import { serialiseCatalog } from '../../src/load/catalog/catalog-files.js'
import { catalogWith, plans, product, products } from '../load/catalog/catalogs.js'
import { memoryIo, type MemoryIo } from './memory-io.js'

const header = 'Product_Display_Name,String_Id,GUID,Service_Plan_Name,Service_Plan_Id,Service_Plans_Included_Friendly_Names'
const csv = `${header}\r\nOffice 365 E1,STANDARDPACK ,${products.e1.skuId},TEAMS1,${plans.teams.servicePlanId},Teams\r\n`
const run = (io: MemoryIo, ...argv: readonly string[]) => runLine(['catalog', ...argv], io, [catalog])
const folder = (name: string, of: Parameters<typeof serialiseCatalog>[0]) => Object.fromEntries(serialiseCatalog(of).map(({ file, text }) => [`/home/ada/${name}/${file}`, text]))

test('import writes both files into the project, and says what it did', async () => {
  const io = memoryIo({ '/home/ada/names.csv': csv })
  expect(await run(io, 'import', 'names.csv')).toBe(0)
  expect([...io.written.keys()]).toEqual(['/home/ada/catalogs/microsoft/products.json', '/home/ada/catalogs/microsoft/plans.json'])
  expect(io.written.get('/home/ada/catalogs/microsoft/products.json')).toContain('"date":"2026-11-24"')
  expect(io.said()).toBe(`1 row: 1 product, 1 service plan, 1 pair of both

repaired:
  cells with blanks, tabs or no-break spaces too many: 1
    String_Id "STANDARDPACK " -> "STANDARDPACK"

left as it is: nothing
`)
  expect(io.complained()).toBe('wrote catalogs/microsoft/products.json and plans.json\n      to use it, name it in seatplan.yaml: `catalogs: ./catalogs/microsoft`\n')
})

test('the project is where seatplan.yaml is, here or above; if it names the folder there is nothing to advise', async () => {
  const io = memoryIo({ '/home/seatplan.yaml': 'catalogs: ./catalogs\n', '/home/ada/names.csv': csv })
  await run(io, 'import', 'names.csv')
  expect([...io.written.keys()][0]).toBe('/home/catalogs/microsoft/products.json')
  expect(io.complained()).toBe('wrote ../catalogs/microsoft/products.json and plans.json\n')
})

test.each(['catalogs: ./catalogs\n', 'catalogs: [./catalogs/microsoft, ./catalogs/overlay]\n', 'tenant: ./tenant\n'])('what was imported is what a project with %j uses', async config => {
  const first = memoryIo({ '/home/ada/names.csv': csv.replaceAll('STANDARDPACK', 'RENAMED') })
  await run(first, 'import', 'names.csv')
  const overlay = `plans: [{ servicePlanId: ${plans.teams.servicePlanId}, servicePlanName: MICROSOFT_TEAMS }]\n`
  const io = memoryIo({ '/home/ada/seatplan.yaml': config, '/home/ada/catalogs/overlay/names.yaml': overlay, ...Object.fromEntries(first.written) })
  expect(await run(io, 'show', 'RENAMED')).toBe(0)
  expect(io.said()).toBe(`product RENAMED
  Office 365 E1
  ${products.e1.skuId}
  1 service plan
    MICROSOFT_TEAMS  ${plans.teams.servicePlanId}  Teams
`)
  expect(await run(io, 'show', 'ENTERPRISEPACK')).toBe(2)
  expect(await run(io, 'show', 'CRMPLAN1')).toBe(0)
})

test('without a project file only the shipped catalog counts, and import says what to do', async () => {
  const first = memoryIo({ '/home/ada/names.csv': csv.replaceAll('STANDARDPACK', 'RENAMED') })
  await run(first, 'import', 'names.csv')
  expect(first.complained()).toContain('to use it, name it in seatplan.yaml')
  expect(await run(memoryIo(Object.fromEntries(first.written)), 'show', 'RENAMED')).toBe(2)
  const inProject = memoryIo({ '/home/ada/names.csv': csv, '/home/ada/seatplan.yaml': 'tenant: ./tenant\n' })
  await run(inProject, 'import', 'names.csv')
  expect(inProject.complained()).toBe('wrote catalogs/microsoft/products.json and plans.json\n')
})

test.each([
  ['a product', 'ENTERPRISEPACK', ['product ENTERPRISEPACK', '  Office 365 E3', '    EXCHANGE_S_ENTERPRISE '], ''],
  ['a plan, by id', plans.sharepoint.servicePlanId.toUpperCase(), ['service plan SHAREPOINTENTERPRISE', '    ENTERPRISEPACK '], ''],
  ['a retired plan', 'INTUNE_B', ['service plan INTUNE_B', '  retired: in no product'], ''],
  ['a name of two plans', 'PROJECT_ESSENTIALS', ['1259157c-8581-4875-bca7-2ffb18c51bda', 'f944d685-f762-4371-806d-a1f48e5bea13'], '`PROJECT_ESSENTIALS` is the name of 2: a plan or rule that means one of them says the GUID\n'],
  ['a name of two products and a plan', 'MCOPSTN5', ['d43177b5-475b-4880-92d4-d54c27b5efbd', '54a152dc-90de-4996-93d2-bc47e670fc06', 'service plan MCOPSTN5'], '`MCOPSTN5` is the name of 3: a plan or rule that means one of them says the GUID\n'],
])('show of the shipped catalog: %s', async (_, name, parts, remark) => {
  const io = memoryIo()
  expect(await run(io, 'show', name)).toBe(0)
  for (const part of parts) expect(io.said()).toContain(part)
  expect(io.complained()).toBe(remark)
})

test('show in JSON', async () => {
  const io = memoryIo()
  expect(await run(io, 'show', 'SHAREPOINTWAC', '--format', 'json')).toBe(0)
  expect(JSON.parse(io.said())).toMatchObject({ schemaVersion: 1, source: { date: '2026-08-01' }, products: [], plans: [{ servicePlanName: 'SHAREPOINTWAC', retired: false }], nearest: null })
})

test('show of an unknown name guesses', async () => {
  const io = memoryIo()
  expect(await run(io, 'show', 'ENTERPRISEPAK')).toBe(2)
  expect(io.complained()).toContain('no product or service plan is called `ENTERPRISEPAK`\n      did you mean `ENTERPRISEPACK`?')
  expect(io.said()).toBe('')
})

test('import takes a day, a folder and a format', async () => {
  const io = memoryIo({ '/data/names.csv': csv })
  expect(await run(io, 'import', '/data/names.csv', '--date', '2026-08-01', '--output', 'x/y', '--format', 'json')).toBe(0)
  expect([...io.written.keys()]).toEqual(['/home/ada/x/y/products.json', '/home/ada/x/y/plans.json'])
  expect(JSON.parse(io.said())).toMatchObject({ schemaVersion: 1, rows: 1, source: { date: '2026-08-01' }, repairs: [{ id: 'blanks', count: 1 }], ambiguities: [] })
})

test.each([
  ['no file', ['import', 'gone.csv'], 'there is no file `gone.csv`'],
  ['a day that is none', ['import', 'names.csv', '--date', '2026-02-30'], '`--date 2026-02-30` is no day'],
  ['a row that cannot be read', ['import', 'bad.csv'], 'bad.csv:3:5  error  the row has no GUID'],
  ['nothing to compare with', ['diff', 'gone', 'names.csv'], 'there is nothing at `gone`'],
  ['a folder without a catalog', ['diff', 'empty', 'names.csv'], 'there is no catalog in `empty`'],
])('%s: exit 2, and nothing is written', async (_, argv, complaint) => {
  const io = memoryIo({ '/home/ada/names.csv': csv, '/home/ada/bad.csv': `${csv}a,b,,c,${plans.teams.servicePlanId},d\r\n`, '/home/ada/empty/a.txt': '' })
  expect(await run(io, ...argv)).toBe(2)
  expect(io.complained()).toContain(complaint)
  expect(io.said()).toBe('')
  expect(io.written.size).toBe(0)
})

const before = catalogWith({ products: [products.e3, products.e1] })
const after = catalogWith({ products: [product(products.e3.skuId, 'ENTERPRISEPACK', 'Office 365 E3', [plans.exchange, plans.sharepoint, plans.teams, plans.forms])] })

test('diff tells new plans of known products first', async () => {
  const io = memoryIo({ ...folder('old', before), ...folder('new', after) })
  expect(await run(io, 'diff', 'old', 'new')).toBe(1)
  expect(io.said()).toBe(`a catalog without source -> a catalog without source

new plans in known products (on in every group that has the product and does not switch them off): 1
  ENTERPRISEPACK + FORMS_PLAN_E3 (${plans.forms.servicePlanId}) Forms

plans gone from known products: 1
  ENTERPRISEPACK - YAMMER_ENTERPRISE (${plans.yammer.servicePlanId}) Yammer

products removed: 1
  STANDARDPACK (${products.e1.skuId}) Office 365 E1

service plans added: 1
  FORMS_PLAN_E3 (${plans.forms.servicePlanId}) Forms

service plans removed: 2
  EXCHANGE_S_STANDARD (${plans.exchange1.servicePlanId}) Exchange Online (Plan 1)
  YAMMER_ENTERPRISE (${plans.yammer.servicePlanId}) Yammer
`)
})

test('diff of a catalog with itself, overlays included, is no difference', async () => {
  const overlay = { '/home/ada/all/overlay/x.yaml': `plans: [{ servicePlanId: ${plans.teams.servicePlanId}, displayName: Teams }]\n` }
  const io = memoryIo({ ...folder('old', before), ...folder('all/microsoft', before), ...overlay })
  expect(await run(io, 'diff', 'old', 'all')).toBe(0)
  expect(io.said()).toContain('no difference')
})

test('diff reads Microsoft\'s CSV, and speaks JSON', async () => {
  const io = memoryIo({ ...folder('old', before), '/home/ada/names.csv': csv })
  expect(await run(io, 'diff', 'old', 'names.csv', '--format', 'json')).toBe(1)
  const diff = JSON.parse(io.said())
  expect(diff).toMatchObject({ schemaVersion: 1, from: null, to: { date: '2026-11-24' } })
  expect(diff.products.changedPlans[0].removedPlans.map((plan: { name: string }) => plan.name)).toEqual(['EXCHANGE_S_STANDARD'])
})

test('the shipped list and its committed import are the same', async () => {
  const read = (name: string) => readFileSync(join(import.meta.dirname, '../../catalogs/microsoft', name), 'utf8')
  const files = { '/home/ada/m/products.json': read('products.json'), '/home/ada/m/plans.json': read('plans.json') }
  expect(await run(memoryIo(files), 'diff', 'm', 'm')).toBe(0)
})
