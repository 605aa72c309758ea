import { style, styleDigest } from './html-style.js'
import { html } from './html-text.js'

/** The start of a page that loads nothing and runs nothing, up to the beginning of its body. */
export function pageStart({ title, look }: { readonly title: string; readonly look: 'pass' | 'but' | 'fail' }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${styleDigest}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${html(title)}</title>
<style>${style}</style>
</head>
<body class="${look}">
`
}
