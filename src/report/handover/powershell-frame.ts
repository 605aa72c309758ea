/** What every script begins with after its comments: the same text whatever the plan, except for the ids of what the plan makes. */
export const frame = String.raw`
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$script:Step = 0

# Says where the script stopped and how to go on. Nothing after that place was done.
function Stop-Here([string] $What) {
  $again = if ($script:Step -eq 0) { 'Nothing was changed. Export the tenant again and check the plan again.' } else {
    'Nothing after it was done. Find out why; then run the script again with -StartAt {0}, or export the tenant and check the plan again.' -f $script:Step
  }
  throw ('Stopped at step {0}: {1} {2}' -f $script:Step, $What, $again)
}

# Whether this step is to be done.
function Enter-Step([int] $Number) {
  $script:Step = $Number
  if ($Number -lt $StartAt) { return $false }
  Write-Verbose ('Step {0}' -f $Number)
  $true
}

# All pages of what Graph lists under an address.
function Get-Pages([string] $Uri) {
  while ($Uri) {
    $page = Invoke-MgGraphRequest -Method GET -Uri $Uri
    foreach ($one in $page['value']) { $one }
    $Uri = [string] $page['@odata.nextLink']
  }
}

# The rows of some users, by id in lower case. Fifteen at a time: Graph's filter takes no more.
function Get-Rows([string[]] $Users) {
  $found = @{}
  for ($from = 0; $from -lt $Users.Count; $from += 15) {
    $some = $Users[$from..([Math]::Min($from + 14, $Users.Count - 1))]
    $filter = "id in ('" + ($some -join "','") + "')"
    $uri = '/v1.0/users?$select=id,licenseAssignmentStates&$filter=' + [uri]::EscapeDataString($filter)
    foreach ($user in @(Get-Pages $uri)) { $found[([string] $user['id']).ToLowerInvariant()] = @($user['licenseAssignmentStates'] | Where-Object { $null -ne $_ }) }
  }
  $found
}

function Join-Ids($Ids) { (@($Ids | ForEach-Object { ([string] $_).ToLowerInvariant() }) | Sort-Object) -join ' ' }

function Test-SameRow($Actual, $Row) {
  if ([string] $Actual['skuId'] -ne $Row['Sku']) { return $false }
  if ([string] $Actual['assignedByGroup'] -ne $Row['By']) { return $false }
  if ([string] $Actual['state'] -ne $Row['State']) { return $false }
  if ($Row['Error'] -ne '' -and [string] $Actual['error'] -ne $Row['Error']) { return $false }
  (Join-Ids $Actual['disabledPlans']) -eq (Join-Ids $Row['Off'])
}

# Whether a user has just these rows.
function Test-Rows($Actual, $Rows) {
  if (@($Actual).Count -ne @($Rows).Count) { return $false }
  foreach ($row in @($Rows)) {
    if (@($Actual | Where-Object { Test-SameRow $_ $row }).Count -ne 1) { return $false }
  }
  $true
}

# Whether a user has an error that is expected neither before nor after.
function Test-NewError($Actual, $Before, $After) {
  foreach ($one in @($Actual | Where-Object { @('Error', 'ActiveWithError') -contains [string] $_['state'] })) {
    $known = @(@($Before) + @($After) | Where-Object { $null -ne $_ -and [string] $one['skuId'] -eq $_['Sku'] -and [string] $one['assignedByGroup'] -eq $_['By'] -and [string] $one['state'] -eq $_['State'] })
    if ($known.Count -eq 0) { return $true }
  }
  $false
}

# Stops unless every user has the rows that are expected now, or already those of after the step.
function Assert-Rows($Passages) {
  foreach ($passage in @($Passages)) {
    $found = Get-Rows $passage['Users']
    foreach ($user in $passage['Users']) {
      $rows = @(if ($found.ContainsKey($user)) { $found[$user] })
      if ((Test-Rows $rows $passage['Before']) -or (Test-Rows $rows $passage['After'])) { continue }
      Stop-Here ('user {0} does not have the licences that the plan was checked with.' -f $user)
    }
  }
}

# Waits until every user has the rows that the step leads to. Stops at the first error that is not expected, and when time is up.
function Wait-Rows($Passages) {
  if ($WhatIfPreference) { return }
  $until = (Get-Date).AddMinutes($TimeoutMinutes)
  foreach ($passage in @($Passages)) {
    $open = @($passage['Users'])
    while ($open.Count -gt 0) {
      $found = Get-Rows $open
      $still = @()
      foreach ($user in $open) {
        $rows = @(if ($found.ContainsKey($user)) { $found[$user] })
        if (Test-Rows $rows $passage['After']) { continue }
        if (Test-NewError $rows $passage['Before'] $passage['After']) { Stop-Here ('user {0} has a licence in error that is not expected.' -f $user) }
        $still += $user
      }
      $open = @($still)
      if ($open.Count -eq 0) { break }
      if ((Get-Date) -gt $until) { Stop-Here ('{0} users, the first of them {1}, do not have the expected licences after {2} minutes.' -f $open.Count, $open[0], $TimeoutMinutes) }
      Write-Progress -Activity 'Waiting for licences to be assigned' -Status ('step {0}: {1} users' -f $script:Step, $open.Count)
      Start-Sleep -Seconds $PollSeconds
    }
  }
  Write-Progress -Activity 'Waiting for licences to be assigned' -Completed
}

# Stops unless so many units of a product are free.
function Assert-Seats([string] $Sku, [int] $Free) {
  $units = Get-Units $Sku
  if ($units['Free'] -lt $Free) { Stop-Here ('{0} units of {1} must be free, {2} are.' -f $Free, $Sku, $units['Free']) }
}

# Waits until the tenant has so many units of a product.
function Wait-Units([string] $Sku, [int] $Units) {
  if ($WhatIfPreference) { return }
  $until = (Get-Date).AddMinutes($TimeoutMinutes)
  while ((Get-Units $Sku)['Units'] -lt $Units) {
    if ((Get-Date) -gt $until) { Stop-Here ('the tenant has fewer than {0} units of {1}.' -f $Units, $Sku) }
    Start-Sleep -Seconds $PollSeconds
  }
}

function Get-Units([string] $Sku) {
  foreach ($one in @(Get-Pages '/v1.0/subscribedSkus?$select=skuId,prepaidUnits,consumedUnits')) {
    if ([string] $one['skuId'] -ne $Sku) { continue }
    $units = [int] $one['prepaidUnits']['enabled']
    if ($CountWarning) { $units += [int] $one['prepaidUnits']['warning'] }
    return @{ Units = $units; Free = $units - [int] $one['consumedUnits'] }
  }
  @{ Units = 0; Free = 0 }
}

# Stops unless a group gives just these licences.
function Assert-GroupLicenses([string] $Group, $Licenses) {
  $found = Invoke-MgGraphRequest -Method GET -Uri ('/v1.0/groups/' + $Group + '?$select=id,assignedLicenses')
  if ((Format-Licenses $found['assignedLicenses']) -ne (Format-Licenses $Licenses)) { Stop-Here ('group {0} does not give the licences that the plan was checked with.' -f $Group) }
}

function Format-Licenses($Licenses) { (@($Licenses | Where-Object { $null -ne $_ } | ForEach-Object { ([string] $_['skuId']).ToLowerInvariant() + '(' + (Join-Ids $_['disabledPlans']) + ')' }) | Sort-Object) -join ' ' }

# Whether a group gives already what a call would make it give.
function Test-CallDone([string] $Group, $Add, [string[]] $Remove) {
  $found = @((Invoke-MgGraphRequest -Method GET -Uri ('/v1.0/groups/' + $Group + '?$select=id,assignedLicenses'))['assignedLicenses'] | Where-Object { $null -ne $_ })
  foreach ($license in @($Add)) {
    if (@($found | Where-Object { [string] $_['skuId'] -eq $license['skuId'] -and (Join-Ids $_['disabledPlans']) -eq (Join-Ids $license['disabledPlans']) }).Count -eq 0) { return $false }
  }
  @($found | Where-Object { @($Remove) -contains [string] $_['skuId'] }).Count -eq 0
}

# Ids of the users who are direct members.
function Get-GroupUsers([string] $Group) {
  @(Get-Pages ('/v1.0/groups/' + $Group + '/members?$select=id&$top=999') | Where-Object { [string] $_['@odata.type'] -eq '#microsoft.graph.user' } | ForEach-Object { ([string] $_['id']).ToLowerInvariant() })
}

# Stops unless a group has just these users.
function Assert-Members([string] $Group, [string[]] $Users) {
  if ((Join-Ids (Get-GroupUsers $Group)) -ne (Join-Ids $Users)) { Stop-Here ('group {0} does not have the members that the plan was checked with.' -f $Group) }
}

function Assert-Location([string] $User, $Location) {
  if ($WhatIfPreference) { return }
  $found = Invoke-MgGraphRequest -Method GET -Uri ('/v1.0/users/' + $User + '?$select=id,usageLocation')
  if ([string] $found['usageLocation'] -ne [string] $Location) { Stop-Here ('the usage location of user {0} is not the one that is needed.' -f $User) }
}

# The only places that change anything. Each asks ShouldProcess first, so -WhatIf and -Confirm work.

function Send-Change {
  [CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
  param([string] $Method, [string] $Uri, $Body, [string] $Target, [string] $Action)
  if ($PSCmdlet.ShouldProcess($Target, $Action)) {
    try {
      if ($null -eq $Body) { $null = Invoke-MgGraphRequest -Method $Method -Uri $Uri }
      else { $null = Invoke-MgGraphRequest -Method $Method -Uri $Uri -ContentType 'application/json' -Body (ConvertTo-Json -InputObject $Body -Depth 6 -Compress) }
    } catch { Stop-Here ('Graph did not {0} {1}: {2}' -f $Action, $Target, $_) }
  } elseif (-not $WhatIfPreference) { Stop-Here ('you declined to {0} {1}.' -f $Action, $Target) }
}

# The same for what users lose data by: it asks, unless the script is run with -Confirm:$false.
function Send-GraveChange {
  [CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High')]
  param([string] $Method, [string] $Uri, $Body, [string] $Target, [string] $Action)
  if ($PSCmdlet.ShouldProcess($Target, $Action)) {
    try {
      if ($null -eq $Body) { $null = Invoke-MgGraphRequest -Method $Method -Uri $Uri }
      else { $null = Invoke-MgGraphRequest -Method $Method -Uri $Uri -ContentType 'application/json' -Body (ConvertTo-Json -InputObject $Body -Depth 6 -Compress) }
    } catch { Stop-Here ('Graph did not {0} {1}: {2}' -f $Action, $Target, $_) }
  } elseif (-not $WhatIfPreference) { Stop-Here ('you declined to {0} {1}.' -f $Action, $Target) }
}

# Graph answers with an error where licences stay in error: the rows that are waited for decide, not the answer.
function Invoke-Reprocess {
  [CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'Medium')]
  param([string] $User)
  if ($PSCmdlet.ShouldProcess($User, 'reprocess the licences of user')) {
    try { $null = Invoke-MgLicenseUser -UserId $User } catch { Write-Warning ('user {0}: {1}' -f $User, $_) }
  } elseif (-not $WhatIfPreference) { Stop-Here ('you declined to reprocess user {0}.' -f $User) }
}

# The same where it lets licences go that users lose data by.
function Invoke-GraveReprocess {
  [CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High')]
  param([string] $User)
  if ($PSCmdlet.ShouldProcess($User, 'reprocess the licences of user')) {
    try { $null = Invoke-MgLicenseUser -UserId $User } catch { Write-Warning ('user {0}: {1}' -f $User, $_) }
  } elseif (-not $WhatIfPreference) { Stop-Here ('you declined to reprocess user {0}.' -f $User) }
}

# What only a person can do: the comment above the call says what.
function Confirm-ByHand {
  [CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High')]
  param([int] $Number)
  if (-not $PSCmdlet.ShouldProcess(('step {0}' -f $Number), 'go on: what the script says above is done by hand')) {
    if (-not $WhatIfPreference) { Stop-Here 'it waits for what is done by hand.' }
  }
}

function Send-Any([string] $Method, [string] $Uri, $Body, [string] $Target, [string] $Action, [bool] $Grave) {
  if ($Grave) { Send-GraveChange -Method $Method -Uri $Uri -Body $Body -Target $Target -Action $Action }
  else { Send-Change -Method $Method -Uri $Uri -Body $Body -Target $Target -Action $Action }
}

# Both arrays always: without one Graph refuses the call. Sent as text, since Set-MgUserLicense leaves an empty array out
# (https://github.com/microsoftgraph/msgraph-sdk-powershell/issues/3213).
function Set-GroupLicense([string] $Group, $Add, [string[]] $Remove, [bool] $Grave) {
  if (Test-CallDone $Group $Add $Remove) { return }
  $body = @{ addLicenses = @($Add); removeLicenses = @($Remove) }
  Send-Any 'POST' ('/v1.0/groups/' + $Group + '/assignLicense') $body $Group 'change the licences of group' $Grave
}

function Set-UserLicense([string] $User, $Add, [string[]] $Remove, [bool] $Grave) {
  $direct = @((Get-Rows @($User))[$User] | Where-Object { $null -ne $_ -and [string] $_['assignedByGroup'] -eq '' })
  $toAdd = @(@($Add) | Where-Object { $license = $_; @($direct | Where-Object { [string] $_['skuId'] -eq $license['skuId'] -and (Join-Ids $_['disabledPlans']) -eq (Join-Ids $license['disabledPlans']) }).Count -eq 0 })
  $toRemove = @(@($Remove) | Where-Object { $sku = $_; @($direct | Where-Object { [string] $_['skuId'] -eq $sku }).Count -gt 0 })
  if ($toAdd.Count + $toRemove.Count -eq 0) { return }
  $body = @{ addLicenses = @($Add); removeLicenses = @($Remove) }
  Send-Any 'POST' ('/v1.0/users/' + $User + '/assignLicense') $body $User 'change the direct licences of user' $Grave
}

function Add-GroupUser([string] $Group, [string[]] $Users, [bool] $Grave) {
  $members = Get-GroupUsers $Group
  foreach ($user in $Users) {
    if ($members -contains $user) { continue }
    Send-Any 'POST' ('/v1.0/groups/' + $Group + '/members/$ref') @{ '@odata.id' = ($Graph + '/v1.0/directoryObjects/' + $user) } $Group ('add user {0} to group' -f $user) $Grave
  }
}

function Remove-GroupUser([string] $Group, [string[]] $Users, [bool] $Grave) {
  $members = Get-GroupUsers $Group
  foreach ($user in $Users) {
    if ($members -notcontains $user) { continue }
    Send-Any 'DELETE' ('/v1.0/groups/' + $Group + '/members/' + $user + '/$ref') $null $Group ('take user {0} out of group' -f $user) $Grave
  }
}

function Set-UserLocation([string] $User, $Location) { Send-Any 'PATCH' ('/v1.0/users/' + $User) @{ usageLocation = $Location } $User 'set the usage location of user' $false }

function Set-UserEnabled([string] $User, [bool] $Enabled) { Send-Any 'PATCH' ('/v1.0/users/' + $User) @{ accountEnabled = $Enabled } $User 'enable or disable user' $false }

function Set-GroupSecurity([string] $Group, [bool] $Enabled, [bool] $Grave) { Send-Any 'PATCH' ('/v1.0/groups/' + $Group) @{ securityEnabled = $Enabled } $Group 'set securityEnabled of group' $Grave }

function Remove-Group([string] $Group) { Send-Any 'DELETE' ('/v1.0/groups/' + $Group) $null $Group 'delete group' $true }

function Remove-User([string] $User) { Send-Any 'DELETE' ('/v1.0/users/' + $User) $null $User 'delete user' $true }

function Restore-User([string] $User) { Send-Any 'POST' ('/v1.0/directory/deletedItems/' + $User + '/restore') $null $User 'restore user' $false }

if (-not (Get-MgContext)) { Stop-Here 'connect first, for example: Connect-MgGraph -Scopes LicenseAssignment.ReadWrite.All, User.ReadWrite.All, GroupMember.ReadWrite.All, Group.ReadWrite.All, Organization.Read.All.' }
$Graph = (Get-MgEnvironment -Name (Get-MgContext).Environment).GraphEndpoint.TrimEnd('/')
`.trimStart()
