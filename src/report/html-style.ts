/** The whole of it: nothing is loaded, and the page's policy allows this text alone. */
export const style = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1d2430;--soft:#5a6473;--line:#dfe3e8;--wash:#f5f6f8;--error:#b3261e;--warning:#8a5a00;--info:#1f5f99;--good:#1b6e3c;--bar:#4a6fa5;--track:#e4e8ee}
@media (prefers-color-scheme:dark){:root{--paper:#14181f;--ink:#e4e8ee;--soft:#9aa5b4;--line:#2c3440;--wash:#1b212a;--error:#ff8a80;--warning:#f0b957;--info:#82b8ee;--good:#78cf9a;--bar:#7fa3d8;--track:#2c3440}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main,header,footer{max-width:70rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:2.25rem}
h1{font-size:1.75rem;line-height:1.25;margin:.15rem 0 .5rem}
h2{font-size:1.2rem;margin:2.75rem 0 .75rem;padding-bottom:.35rem;border-bottom:1px solid var(--line)}
h3{font-size:1rem;margin:0;display:flex;flex-wrap:wrap;gap:.3rem .6rem;align-items:baseline;overflow-wrap:anywhere}
p{margin:.4rem 0}
a{color:var(--info)}
code{font:.92em ui-monospace,"Cascadia Mono",Consolas,monospace;overflow-wrap:anywhere}
.brand{color:var(--soft);letter-spacing:.04em;margin:0}
.verdict{font-size:1.05rem;max-width:52rem}
.fail h1{color:var(--error)}.but h1{color:var(--warning)}.pass h1{color:var(--good)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.6rem;margin:1.25rem 0;padding:0;list-style:none}
.tiles li{background:var(--wash);border:1px solid var(--line);border-radius:6px;padding:.55rem .8rem}
.tiles b{display:block;font-size:1.4rem;line-height:1.2;font-variant-numeric:tabular-nums}
.tiles span{color:var(--soft)}
dl{display:grid;grid-template-columns:minmax(4.5rem,max-content) 1fr;gap:.15rem 1rem;margin:.5rem 0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
nav{color:var(--soft);margin:1rem 0 0}nav a{margin-right:1rem}
article{border:1px solid var(--line);border-left:4px solid var(--soft);border-radius:6px;padding:.8rem 1.1rem;margin:.8rem 0;break-inside:avoid}
article.error{border-left-color:var(--error)}article.warning{border-left-color:var(--warning)}article.info{border-left-color:var(--info)}article.resolved{border-left-color:var(--good)}
.word{font-weight:600}.error .word{color:var(--error)}.warning .word{color:var(--warning)}.info .word{color:var(--info)}.resolved .word{color:var(--good)}
.id,.soft{color:var(--soft);font-weight:400}
ul.why{margin:.5rem 0;padding-left:1.2rem}
details{margin:.5rem 0 0}
summary{cursor:pointer;color:var(--info)}
ol{padding-left:1.5rem;margin:.5rem 0}
ol li{margin:.35rem 0}
.clean{color:var(--good)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.95em}
th,td{text-align:left;padding:.4rem .7rem;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--soft);font-weight:500}
tbody tr:last-child td{border-bottom:0}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.bad{color:var(--error);font-weight:600}
svg.bar{width:8rem;height:.6rem;vertical-align:middle}
.track{fill:var(--track)}.used{fill:var(--bar)}.over{fill:var(--error)}.tick{fill:var(--ink)}
footer{color:var(--soft);padding-top:2.5rem;padding-bottom:2.5rem;font-size:.9em}
@media print{body{font-size:11px}article,tr{break-inside:avoid}}
`

/** SHA-256 of the style, for the policy; a test works it out. */
export const styleDigest = 'sha256-KDr3BkKnNtLIxNgB6awaJI0j/nYZD7yKYWhZ4GNLRZk='
