import type { Guid } from '../../model/catalog.js'
import type { Call, ExpectedRow, Handover, Stage } from '../../model/handover.js'
import type { License } from '../../model/tenant.js'
import { harmlessLine, harmlessName } from './comment.js'
import { country, error, guid, state } from './executable.js'

/** Graph takes no more in one batch. */
const requestsInABatch = 20

interface Request {
  readonly id: string
  readonly method: 'POST' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly dependsOn?: readonly string[]
  readonly headers?: { readonly 'Content-Type': 'application/json' }
  readonly body?: object
}

type Bare = Omit<Request, 'id' | 'dependsOn'>
type IdOf = (id: Guid) => string

/**
 * The plan as JSON batches for `POST /$batch`: in each, every request depends on the one before it, so the first that fails ends the batch.
 * Each step has batches of its own: what the service works on in the background is waited for before the next one is sent.
 */
export function* graph(handover: Handover): Iterable<string> {
  const placeholders = new Map(handover.made.map((one, at) => [one.id, `{new${one.type === 'group' ? 'Group' : 'User'}${at + 1}}`]))
  const idOf: IdOf = id => placeholders.get(id) ?? guid(id)
  const document = {
    schemaVersion: 1,
    about: [
      'Written by seatplan, which sends none of it. Send the batches of a step one after the other; a request runs only if the one before it went well.',
      'Go to the next step when everything under waitFor is as it says; stop where it does not come, or where a row is in an error that is not listed.',
    ],
    names: Object.fromEntries([...handover.names].map(([id, name]) => [idOf(id), harmlessName(name)])),
    make: handover.made.map(({ id, type, name, facts }) => ({ put: idOf(id), type, name: harmlessName(name), facts: facts.map(harmlessLine) })),
    first: {
      groups: handover.start.groups.map(({ group, licenses }) => ({ group: idOf(group), assignedLicenses: licenses.map(license => licenseBody(license)) })),
      members: handover.start.members.map(({ group, users }) => ({ group: idOf(group), users: users.map(idOf) })),
      freeUnits: handover.start.seats.map(({ skuId, free }) => ({ skuId: guid(skuId), atLeast: free })),
      rows: handover.start.rows.map(({ users, rows }) => ({ users: users.map(idOf), rows: rows.map(row => rowBody(row, idOf)) })),
    },
    steps: handover.stages.map(stage => stepBody(stage, idOf)),
  }
  yield `${JSON.stringify(document, undefined, 2)}\n`
}

function stepBody(stage: Stage, idOf: IdOf): object {
  const { step, what, refused, calls, isBackground, seats, units, locations, passages, notDetermined, losses } = stage
  return {
    step,
    what: harmlessLine(what),
    refused,
    byHand: calls.flatMap(call => (call.op === 'byHand' ? [call.what] : [])),
    losses: losses.map(({ service, users }) => ({ service, users })),
    before: {
      freeUnits: seats.map(({ skuId, free }) => ({ skuId: guid(skuId), atLeast: free })),
      rows: stage.takesAway ? passages.map(({ users, before }) => ({ users: users.map(idOf), rows: before.map(row => rowBody(row, idOf)) })) : [],
    },
    batches: batchesOf(calls.flatMap(call => requestOf(call, idOf))),
    isBackground,
    waitFor: {
      rows: passages.map(({ users, after }) => ({ users: users.map(idOf), rows: after.map(row => rowBody(row, idOf)) })),
      units: units.map(({ skuId, enabled }) => ({ skuId: guid(skuId), atLeast: enabled })),
      usageLocations: locations.map(({ user, usageLocation }) => ({ user: idOf(user), usageLocation: usageLocation === null ? null : country(usageLocation) })),
      notDetermined,
    },
  }
}

function batchesOf(all: readonly Bare[]): readonly { readonly requests: readonly Request[] }[] {
  const count = Math.ceil(all.length / requestsInABatch)
  return Array.from({ length: count }, (_, batch) => ({ requests: all.slice(batch * requestsInABatch, (batch + 1) * requestsInABatch).map(numbered) }))
}

function numbered({ method, url, ...rest }: Bare, at: number): Request {
  return { id: String(at + 1), method, url, ...(at > 0 && { dependsOn: [String(at)] }), ...rest }
}

function requestOf(call: Call, idOf: IdOf): readonly Bare[] {
  const { op } = call
  switch (op) {
    case 'licenseGroup':
      return [post(`/groups/${idOf(call.group)}/assignLicense`, licensesBody(call.addLicenses, call.removeLicenses))]
    case 'licenseUser':
      return [post(`/users/${idOf(call.user)}/assignLicense`, licensesBody(call.addLicenses, call.removeLicenses))]
    case 'addMember':
      return [post(`/groups/${idOf(call.group)}/members/$ref`, { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${idOf(call.user)}` })]
    case 'removeMember':
      return [{ method: 'DELETE', url: `/groups/${idOf(call.group)}/members/${idOf(call.user)}/$ref` }]
    case 'setLocation':
      return [patch(`/users/${idOf(call.user)}`, { usageLocation: call.usageLocation === null ? null : country(call.usageLocation) })]
    case 'setEnabled':
      return [patch(`/users/${idOf(call.user)}`, { accountEnabled: call.accountEnabled })]
    case 'setSecurity':
      return [patch(`/groups/${idOf(call.group)}`, { securityEnabled: call.securityEnabled })]
    case 'deleteGroup':
      return [{ method: 'DELETE', url: `/groups/${idOf(call.group)}` }]
    case 'deleteUser':
      return [{ method: 'DELETE', url: `/users/${idOf(call.user)}` }]
    case 'restoreUser':
      return [{ method: 'POST', url: `/directory/deletedItems/${idOf(call.user)}/restore` }]
    case 'reprocess':
      return [{ method: 'POST', url: `/users/${idOf(call.user)}/reprocessLicenseAssignment` }]
    case 'byHand':
      return []
    default:
      return op satisfies never
  }
}

const json = { 'Content-Type': 'application/json' } as const
const post = (url: string, body: object): Bare => ({ method: 'POST', url, headers: json, body })
const patch = (url: string, body: object): Bare => ({ method: 'PATCH', url, headers: json, body })

/** Both lists always: without one Graph refuses the call. */
function licensesBody(addLicenses: readonly License[], removeLicenses: readonly Guid[]): object {
  return { addLicenses: addLicenses.map(licenseBody), removeLicenses: removeLicenses.map(guid) }
}

function licenseBody({ skuId, disabledPlans }: License): object {
  return { skuId: guid(skuId), disabledPlans: disabledPlans.map(guid) }
}

function rowBody({ skuId, assignedByGroup, disabledPlans, state: word, error: code }: ExpectedRow, idOf: IdOf): object {
  return { skuId: guid(skuId), assignedByGroup: assignedByGroup === null ? null : idOf(assignedByGroup), state: state(word), error: error(code) || null, disabledPlans: disabledPlans.map(guid) }
}
