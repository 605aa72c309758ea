import type { BatchReport } from '../../model/batch.js'
import type { Loaded } from '../../model/problem.js'
import type { TestReport } from '../../model/tests.js'
import type { Files } from '../files.js'
import { validateBatch, validateTest } from '../generated/report-validator.js'
import { parsed } from '../text/parsed.js'
import { problemIn } from '../text/problems.js'
import { decodedReport, depthOf, readReport } from './report-file.js'
import { knownVersion } from '../text/schema.js'
import { deepest } from '../text/tree.js'

/** The answer to many checks, or to many tests. */
export type Many = { readonly kind: 'checks'; readonly report: BatchReport } | { readonly kind: 'tests'; readonly report: TestReport }

/** Reads the JSON answer of a run of many: nothing of it is used that does not fit the published schema. */
export async function openMany(files: Files, path: string, shown: string): Promise<Loaded<Many>> {
  const text = await decodedReport(files, path, shown)
  return text.value === undefined ? { problems: text.problems } : readMany(shown, text.value)
}

/** The same from its text. */
export function readMany(file: string, text: string): Loaded<Many> {
  if (depthOf(text) > deepest) return { problems: [problemIn(file, 'too-deep', `values are nested more than ${deepest} deep`, 'no report of seatplan is')] }
  const data = parsed(text)
  if (data === undefined) return { problems: readReport(file, text).problems }
  const version = (data as { readonly schemaVersion?: unknown } | null | undefined)?.schemaVersion
  if (typeof version === 'number' && version > knownVersion) return { problems: [problemIn(file, 'schema-version', `\`schemaVersion\` ${version} is newer than this seatplan knows (${knownVersion})`, 'update seatplan')] }
  if (validateBatch(data)) return { value: { kind: 'checks', report: data as BatchReport }, problems: [] }
  if (validateTest(data)) return { value: { kind: 'tests', report: data as TestReport }, problems: [] }
  return { problems: [problemIn(file, 'wrong-shape', 'the file is no answer of `seatplan check` or `seatplan test` to many', 'schemas/batch.schema.json and schemas/test.schema.json say what one looks like; `--format json` writes it')] }
}
