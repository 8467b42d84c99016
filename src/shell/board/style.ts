/** The one stylesheet of the pages. Colours are named once for light and once for dark; a test computes their contrast. */
export const STYLE = `
:root { color-scheme: light dark;
  --ground: #ffffff; --sheet: #f5f6f8; --text: #1b1f24; --quiet: #57606a; --line: #d0d7de; --link: #0b57d0;
  --good: #176639; --watch: #8a4b00; --bad: #b3261e; --fact: #1d4ed8; --decision: #7e22ce; --contact: #176639; --task: #8a4b00; }
@media (prefers-color-scheme: dark) { :root {
  --ground: #14171b; --sheet: #1d2127; --text: #e6e9ee; --quiet: #a4adb8; --line: #39414b; --link: #8ab4f8;
  --good: #6fcf97; --watch: #f2b35e; --bad: #ff8a80; --fact: #8ab4f8; --decision: #d3a6ff; --contact: #6fcf97; --task: #f2b35e; } }
* { box-sizing: border-box; }
html { background: var(--ground); color: var(--text); }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0; overflow-wrap: anywhere; }
header, main, footer { max-width: 76rem; margin: 0 auto; padding: 0 1rem; }
header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; padding-top: .6rem; padding-bottom: .6rem; border-bottom: 1px solid var(--line); }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1rem; list-style: none; margin: 0; padding: 0; }
nav a { display: inline-block; padding: .4rem 0; } nav a[aria-current] { font-weight: 600; color: var(--text); text-decoration: none; }
.who { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; margin-left: auto; } .logout { margin: 0; align-items: center; } .badge { border: 1px solid; border-radius: 1rem; padding: 0 .6rem; font-size: .8rem; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: .5rem; background: var(--ground); padding: .4rem .8rem; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
h1 { font-size: 1.45rem; margin: 1.2rem 0 .6rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .4rem; }
p, ul, dl { margin: .4rem 0; } ul { padding-left: 1.2rem; } code { font-size: .92em; background: var(--sheet); padding: 0 .25em; border-radius: .2rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: .6rem; margin: 1rem 0; }
.tiles div { background: var(--sheet); border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .7rem; }
.tiles dt { color: var(--quiet); font-size: .85rem; } .tiles dd { margin: 0; font-size: 1.15rem; font-variant-numeric: tabular-nums; } .tiles small { display: block; font-size: .8rem; color: var(--quiet); }
.tiles small.bad { color: var(--bad); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: var(--quiet); padding: .2rem 0; }
caption span { display: block; position: sticky; left: 0; max-width: calc(100vw - 2rem); }
th, td { text-align: left; vertical-align: top; padding: .35rem .9rem .35rem 0; border-top: 1px solid var(--line); overflow-wrap: normal; }
thead th { border-top: 0; color: var(--quiet); font-weight: 600; white-space: nowrap; } tbody th { font-weight: 400; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; } td.time { white-space: nowrap; font-variant-numeric: tabular-nums; } td.wide { min-width: 16rem; }
td a { display: inline-block; max-width: 18rem; overflow-wrap: break-word; }
form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin: .8rem 0; } label { display: grid; gap: .15rem; color: var(--quiet); font-size: .85rem; }
input, select, button { font: inherit; color: var(--text); background: var(--ground); border: 1px solid var(--quiet); border-radius: .3rem; padding: .35rem .6rem; min-height: 2.4rem; max-width: 100%; }
.fields { display: flex; flex-wrap: wrap; gap: .6rem; padding: .6rem 0; } details { width: 100%; } summary { cursor: pointer; padding: .3rem 0; }
button { background: var(--sheet); cursor: pointer; }
.quiet { color: var(--quiet); } .good { color: var(--good); } .watch { color: var(--watch); } .bad { color: var(--bad); font-weight: 600; }
blockquote { margin: .3rem 0; padding-left: .7rem; border-left: 3px solid var(--line); white-space: pre-wrap; }
.fact td.kind { color: var(--fact); } .decision td.kind { color: var(--decision); } .contact td.kind { color: var(--contact); } .task td.kind { color: var(--task); }
footer { color: var(--quiet); border-top: 1px solid var(--line); margin-top: 2.5rem; padding-top: .6rem; padding-bottom: 1.5rem; }
@media (max-width: 40rem) { .who { margin-left: 0; } h1 { font-size: 1.25rem; } label, input, select { width: 100%; } td a { max-width: 9rem; } td.time { white-space: normal; min-width: 5.6rem; } td.wide { min-width: 9rem; overflow-wrap: anywhere; } td.wide:not(:last-child) { min-width: 16rem; } th, td { padding-right: .6rem; } th:last-child, td:last-child { padding-right: 0; } button { width: 100%; } .logout button { width: auto; } }
`
