import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { reportSchema } from '../src/report/schema.js'
import { withExamples } from './with-examples.js'

export const reportSchemaPath = 'schemas/report.schema.json'

export function reportSchemaText(): string {
  return `${JSON.stringify(withExamples(reportSchema, 'report'), null, 2)}\n`
}

/** Writes the published schema of the report below the repository's root. */
export function writeReportSchema(root: string): void {
  writeFileSync(join(root, reportSchemaPath), reportSchemaText())
}
