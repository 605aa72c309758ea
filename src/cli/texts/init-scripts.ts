/** What a snapshot needs of each user. The last seven are there for conditions that name them. */
export const userProperties = [
  'id',
  'userPrincipalName',
  'displayName',
  'usageLocation',
  'accountEnabled',
  'userType',
  'onPremisesSyncEnabled',
  'proxyAddresses',
  'assignedLicenses',
  'licenseAssignmentStates',
  'department',
  'companyName',
  'jobTitle',
  'employeeType',
  'country',
  'city',
  'officeLocation',
] as const

export const groupProperties = [
  'id',
  'displayName',
  'groupTypes',
  'securityEnabled',
  'mailEnabled',
  'onPremisesSyncEnabled',
  'isAssignableToRole',
  'proxyAddresses',
  'assignedLicenses',
  'licenseProcessingState',
] as const

export const organizationProperties = ['id', 'displayName', 'countryLetterCode', 'defaultUsageLocation'] as const

export const skuProperties = ['skuId', 'skuPartNumber', 'appliesTo', 'capabilityStatus', 'prepaidUnits', 'consumedUnits', 'servicePlans'] as const

/** The least that reading all this takes; none of them may write. */
export const permissions = ['User.Read.All', 'GroupMember.Read.All', 'LicenseAssignment.Read.All', 'Organization.Read.All'] as const

const list = (words: readonly string[]): string => words.join(',')
const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ')

/** `export.ps1`: asks Graph page by page and writes what it says, unchanged. */
export const exportPowerShell = `<#
Exports the snapshot that seatplan reads. It only reads from the tenant.

  Install-Module Microsoft.Graph.Authentication -Scope CurrentUser     # once
  ./export.ps1 -OutputFolder tenant

Permissions (delegated or application): ${permissions.join(', ')}.
Members of groups without licences are not exported; name such groups if a plan or a rule asks about them:

  ./export.ps1 -MoreGroups 'b9d23d1c-7d5f-4c8e-8f57-6b9b0f1f6d52'
#>
param(
  [string] $OutputFolder = 'tenant',
  [string[]] $MoreGroups = @()
)
$ErrorActionPreference = 'Stop'
$OutputFolder = (New-Item -ItemType Directory -Force -Path $OutputFolder).FullName
$null = New-Item -ItemType Directory -Force -Path (Join-Path $OutputFolder 'members')

if (-not (Get-MgContext)) {
  Connect-MgGraph -Scopes ${quoted(permissions)}
}

# Writes all pages of a request to one file, a page to a line. The file gets its name when it is whole.
function Export-Pages([string] $Uri, [string] $Name) {
  $file = Join-Path $OutputFolder ($Name + '.json')
  $part = $file + '.part'
  $writer = New-Object System.IO.StreamWriter($part, $false, (New-Object System.Text.UTF8Encoding($false)))
  try {
    while ($Uri) {
      $page = Invoke-MgGraphRequest -Method GET -Uri $Uri -OutputType Json
      $writer.WriteLine(($page -replace '\\r?\\n', ' '))
      $Uri = [regex]::Unescape([regex]::Match($page, '"@odata\\.nextLink"\\s*:\\s*"([^"]+)"').Groups[1].Value)
    }
  }
  finally {
    $writer.Dispose()
  }
  Move-Item -Force -LiteralPath $part -Destination $file
  Write-Host ('  ' + $Name + '.json')
}

Write-Host ('Exporting to ' + $OutputFolder)
Export-Pages '/v1.0/organization?$select=${list(organizationProperties)}' 'organization'
Export-Pages '/v1.0/subscribedSkus?$select=${list(skuProperties)}' 'subscribedSkus'
Export-Pages '/v1.0/directory/subscriptions' 'subscriptions'
Export-Pages '/v1.0/groups?$top=999&$select=${list(groupProperties)}' 'groups'

# Direct members of every group that has licences.
$licensed = Get-Content -Encoding UTF8 -LiteralPath (Join-Path $OutputFolder 'groups.json') |
  ForEach-Object { ($_ | ConvertFrom-Json).value } |
  Where-Object { $_.assignedLicenses } |
  ForEach-Object { $_.id }
foreach ($id in (@($licensed) + $MoreGroups | Where-Object { $_ } | Sort-Object -Unique)) {
  Export-Pages ('/v1.0/groups/' + $id + '/members?$top=999&$select=id') ('members/' + $id)
}

Export-Pages '/v1.0/users?$top=999&$select=${list(userProperties)}' 'users'
Write-Host 'Done.'
`

/** `export.sh`: the same with curl and jq. */
export const exportCurl = `#!/usr/bin/env bash
# Exports the snapshot that seatplan reads, with curl and jq. It only reads from the tenant.
#
#   export GRAPH_TOKEN="$(az account get-access-token --resource-type ms-graph --query accessToken --output tsv)"
#   bash export.sh tenant
#
# The token needs these permissions (delegated or application): ${permissions.join(', ')}.
# Members of groups without licences are not exported; name such groups if a plan or a rule asks about them:
#
#   bash export.sh tenant b9d23d1c-7d5f-4c8e-8f57-6b9b0f1f6d52
#
# National clouds: set GRAPH_URL, for example to https://graph.microsoft.us
set -euo pipefail

folder="\${1:-tenant}"
more_groups=("\${@:2}")
graph="\${GRAPH_URL:-https://graph.microsoft.com}/v1.0"
: "\${GRAPH_TOKEN:?set GRAPH_TOKEN to an access token for Microsoft Graph}"
mkdir -p "$folder/members"

# One response. The token goes in by a file descriptor, so that no list of processes shows it.
get() {
  curl --silent --show-error --fail --compressed --retry 8 --header @<(printf 'Authorization: Bearer %s' "$GRAPH_TOKEN") "$1"
}

# Writes all pages of a request to one file, a page to a line. The file gets its name when it is whole.
pages() {
  local url="$1" file="$folder/$2.json" page
  : > "$file.part"
  while [ -n "$url" ]; do
    page="$(get "$url")"
    url="$(jq --raw-output '."@odata.nextLink" // empty' <<< "$page")"
    jq --compact-output . <<< "$page" >> "$file.part"
  done
  mv "$file.part" "$file"
  echo "  $2.json"
}

echo "Exporting to $folder"
pages "$graph/organization?\\$select=${list(organizationProperties)}" organization
pages "$graph/subscribedSkus?\\$select=${list(skuProperties)}" subscribedSkus
pages "$graph/directory/subscriptions" subscriptions
pages "$graph/groups?\\$top=999&\\$select=${list(groupProperties)}" groups

# Direct members of every group that has licences.
{
  jq --raw-output '.value[] | select((.assignedLicenses // [] | length) > 0) | .id' "$folder/groups.json"
  if [ "\${#more_groups[@]}" -gt 0 ]; then printf '%s\\n' "\${more_groups[@]}"; fi
} | sort -u | while read -r id; do
  pages "$graph/groups/$id/members?\\$top=999&\\$select=id" "members/$id"
done

pages "$graph/users?\\$top=999&\\$select=${list(userProperties)}" users
echo 'Done.'
`
