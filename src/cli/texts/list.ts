import type { ListedGroup, ListedProduct, ListedUser } from '../../analyse/about/listing.js'
import { table } from '../../report/columns.js'
import { counted, digits } from '../../report/count.js'
import type { Paint } from '../../report/paint.js'
import { allVisible } from '../../report/visible.js'
import { errorsOf, rowLines } from './about.js'

/** Users with their rows, for people. */
export function usersText(users: readonly ListedUser[], paint: Paint): string {
  const blocks = users.flatMap(hostile => {
    const user = allVisible(hostile)
    return [paint.bold(user.userPrincipalName), ...rowLines(user.rows, '  ')]
  })
  return ended([...blocks, ...(blocks.length === 0 ? [] : ['']), counted(users.length, 'user')])
}

/** Groups with their products and the users in error, for people. */
export function groupsText(groups: readonly ListedGroup[], paint: Paint): string {
  const rows = allVisible(groups).map(({ displayName, members, usersInError, licenses }) =>
    [displayName, digits(members), digits(usersInError.count), usersInError.count === 0 ? '' : errorsOf(usersInError.codes), licenses.join(', ')])
  return headed(['group', 'members', 'in error', 'codes', 'licenses'], rows, ['left', 'right', 'right', 'left', 'left'], paint, counted(groups.length, 'group'))
}

/** Products with their units and who has them, for people. */
export function productsText(products: readonly ListedProduct[], paint: Paint): string {
  const rows = allVisible(products).map(product => [
    product.skuPartNumber, digits(product.enabled), digits(product.warning), digits(product.consumed), digits(product.licensedUsers),
    product.usersInError.length === 0 ? '' : errorsOf(product.usersInError), product.licensedGroups.map(({ displayName }) => displayName).join(', '),
  ])
  const heads = ['product', 'enabled', 'warning', 'used', 'users', 'in error', 'groups']
  return headed(heads, rows, ['left', 'right', 'right', 'right', 'right', 'left', 'left'], paint, counted(products.length, 'product'))
}

function headed(heads: readonly string[], rows: readonly (readonly string[])[], align: readonly ('left' | 'right')[], paint: Paint, total: string): string {
  if (rows.length === 0) return ended([total])
  const [head = '', ...lines] = table([heads, ...rows], align, '')
  return ended([paint.dim(head), ...lines, '', total])
}

const ended = (lines: readonly string[]): string => `${lines.join('\n')}\n`
