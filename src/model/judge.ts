import type { Subject } from './subject.js'
import type { Violation } from './violation.js'

/** Answers each subject with its violations, sorted by rule id. Deterministic; remembers equal subjects. */
export interface Judge {
  judge(subjects: readonly Subject[]): Promise<readonly (readonly Violation[])[]>
}
