import type { GroupName, SkuName } from './report.js'

/** Some users, a few of them by name. */
export interface FewUsers {
  readonly count: number
  readonly sample: readonly string[]
}

/** What `licenseAssignmentStates` says of one product of one source; `disabledPlans` by name. */
export interface RowWords {
  readonly state: string
  readonly error: string | null
  readonly disabledPlans: readonly string[]
  /** Only with state `NotDetermined`. */
  readonly oneOf?: readonly { readonly state: string; readonly error: string | null }[]
}

/** Something that the prediction of a row rests on. */
export interface Basis {
  /** `refusal`: the service's own; `recorded`: an error that the snapshot has; `pending`: an intent that was still waiting there. */
  readonly type: 'rule' | 'assumption' | 'refusal' | 'recorded' | 'pending'
  /** Of the rule or the assumption, the refusal's word or the recorded code; null: pending. */
  readonly id: string | null
  /** Ids of findings in the report of the plan. */
  readonly findings: readonly string[]
  /** Played again with the rule off or the assumption flipped, the rows come out as they are. */
  readonly tried: boolean
}

/** Users whose rows of one product and source were predicted alike and came out alike, otherwise. */
export interface Difference {
  readonly outcome: 'differing' | 'unexplained'
  readonly users: FewUsers
  /** null: direct. */
  readonly group: GroupName | null
  readonly sku: SkuName
  /** null: no row. */
  readonly predicted: RowWords | null
  readonly actual: RowWords | null
  readonly restsOn: readonly Basis[]
}

/** A group whose own licences came out otherwise. */
export interface GroupDifference {
  readonly group: GroupName
  readonly predicted: readonly string[] | null
  readonly actual: readonly string[] | null
}

/** The smallest change that explains a recurring difference. It was tried: it explains all of it and contradicts no row that agreed. */
export interface Proposal {
  readonly type: 'add-rule' | 'turn-off' | 'flip-assumption'
  /** Of the rule, the rules that only together explain it, or the assumption. */
  readonly ids: readonly string[]
  readonly users: number
  readonly rows: number
  readonly why: string
  /** Into a file of rules, or into `seatplan.yaml`. */
  readonly yaml: string
  /** Other pairs of plans that the exports do not tell apart from this one, likeliest first. */
  readonly alternatives: { readonly count: number; readonly sample: readonly string[] }
}

export interface Comparison {
  readonly agreed: number
  readonly differing: number
  readonly unexplained: number
  /** Users in only one of the exports: not compared. */
  readonly onlyBefore: FewUsers
  readonly onlyAfter: FewUsers
  readonly differences: readonly Difference[]
  readonly groups: readonly GroupDifference[]
  readonly proposals: readonly Proposal[]
}

/** A loaded rule that licences of the tenant contradict: what it forbids is `Active`. */
export interface ContradictedRule {
  readonly ruleId: string
  readonly users: FewUsers
}

/** An error that the service recorded and that no loaded rule explains. */
export interface UnexplainedError {
  readonly error: string
  readonly group: GroupName | null
  readonly sku: SkuName | null
  readonly users: FewUsers
}

/** A prediction held against what came of it; or one export held against the rules. */
export interface Verification {
  readonly plan: { readonly file: string; readonly title: string } | null
  /** Null: there was no plan to compare. */
  readonly comparison: Comparison | null
  readonly contradicted: readonly ContradictedRule[]
  readonly unexplainedErrors: readonly UnexplainedError[]
  readonly summary: { readonly exitCode: number }
}
