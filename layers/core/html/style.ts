import { createHash } from 'node:crypto';

/**
 * GOV-17: the one style sheet of all pages. No font to load, no image, contrast of at least 4.5:1 for text and 3:1 for
 * borders and focus (WCAG 2.1 AA), readable at 200 % and at 320 px, and on paper.
 */
export const style = `:root{--ink:#1b1b1b;--soft:#4a4a4a;--link:#0b3d91;--line:#767676;--paper:#fff;--tint:#f2f5fa;--done:#14532d;--fault:#9b1c1c}
*{box-sizing:border-box}
body{margin:0;font:1.0625rem/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
header,main,footer{max-width:46rem;margin:0 auto;padding:1rem}
.wide>*{max-width:72rem}
header{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.5rem 1rem;border-bottom:1px solid var(--line)}
header p{margin:0}
footer{border-top:1px solid var(--line);color:var(--soft)}
h1{font-size:1.75rem;line-height:1.2;margin:1rem 0}
h2{font-size:1.35rem;line-height:1.25;margin:2.5rem 0 .5rem}
h3{font-size:1.1rem;margin:0 0 .25rem}
p{margin:.5rem 0;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;background:var(--tint);padding:1rem;margin:0}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:3px}
.skip{position:absolute;left:-999rem}
.skip:focus{position:static;display:inline-block;padding:.5rem 1rem}
.soft{color:var(--soft)}
.card{border:1px solid var(--line);border-radius:.5rem;padding:1rem;margin:1rem 0}
.card ul{list-style:none;margin:.75rem 0 0;padding:0}
.card li{border-top:1px solid var(--line);padding:.75rem 0 .25rem}
.card form{display:flex;flex-wrap:wrap;gap:.75rem;margin:.5rem 0}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1rem;border:2px solid var(--link);border-radius:.375rem;background:var(--paper);color:var(--link);cursor:pointer;text-align:left}
button:hover{background:var(--tint)}
.code svg{display:block;width:12rem;height:12rem}
.said{border-left:.375rem solid var(--done);background:var(--tint);padding:.75rem 1rem;margin:1rem 0}
.fault{border-left-color:var(--fault)}
.said h2{margin:0;font-size:1.1rem}
table{border-collapse:collapse;width:100%;margin:0 0 1.5rem}
caption{text-align:left;padding:.5rem 0;color:var(--soft)}
th,td{text-align:left;vertical-align:top;padding:.5rem;border-bottom:1px solid var(--line);overflow-wrap:break-word}
dl div{padding:.5rem 0;border-bottom:1px solid var(--line)}
dt{font-weight:600}
dd{margin:0;overflow-wrap:anywhere}
@media screen and (max-width:40rem){thead{position:absolute;left:-999rem}tr,td,th{display:block;border:0;padding:.15rem 0;overflow-wrap:anywhere}tr{border-bottom:2px solid var(--line);padding:.5rem 0}td:empty{display:none}td::before{content:attr(data-label) "\\a0: ";color:var(--soft)}}
@media print{body{font-size:11pt}h2,h3{break-after:avoid}tr,.card,dl div{break-inside:avoid}.hand th:last-child{min-width:7rem}.blank td{height:2.75rem}header a,.skip,form,nav,footer{display:none}}`;

const hash = createHash('sha256').update(style).digest('base64');

/**
 * GOV-20: a page loads nothing, runs nothing and is framed by nobody; its one style sheet is known by its hash, and its
 * forms go to the network alone.
 */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
