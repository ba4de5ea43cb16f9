// Reads the Parquet and Arrow downloads of every table with JavaScript readers,
// hyparquet and apache-arrow, and compares rows, missing cells and sums with the
// JSON download.
//
// usage: exports.mjs http://127.0.0.1:8080
import { tableFromIPC } from 'apache-arrow'
import { parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

const base = process.argv[2].replace(/\/$/, '')
let passed = 0, failed = 0
function check(name, ok, detail) {
  ok ? passed++ : failed++
  console.log(ok ? 'ok  ' : 'FAIL', name, ok ? '' : JSON.stringify(detail))
}
const get = async path => (await fetch(path.includes('://') ? path : base + path))

// account counts what does not depend on how a format prints a value.
function account(rows, columns) {
  const out = { rows: rows.length }
  for (const c of columns) {
    const values = rows.map(r => r[c.name]).filter(v => v !== null && v !== undefined)
    out[c.name] = values.length
    if (c.type === 'integer' || c.type === 'number') out[`sum of ${c.name}`] = values.reduce((n, v) => n + Number(v), 0).toFixed(4)
    if (c.type === 'text') out[`letters of ${c.name}`] = values.reduce((n, v) => n + v.length, 0)
  }
  return out
}

const names = (await (await get('/api/3/action/package_search?rows=1000')).json()).result.results.map(d => d.name)
for (const slug of names) {
  for (const t of (await (await get(`/api/v1/datasets/${slug}/tables`)).json()).items) {
    const url = name => t.formats.find(f => f.name === name).url
    const columns = t.version.columns
    const want = account(await (await get(url('json'))).json(), columns)
    const readers = {
      parquet: async file => parquetReadObjects({ file, compressors }),
      arrow: async file => tableFromIPC(new Uint8Array(file)).toArray().map(r => r.toJSON()),
    }
    for (const [name, read] of Object.entries(readers)) {
      try {
        const got = account(await read(await (await get(url(name))).arrayBuffer()), columns)
        check(`${slug}/${t.name} ${name}`, JSON.stringify(got) === JSON.stringify(want) && got.rows === t.rows, { got, want })
      } catch (err) {
        check(`${slug}/${t.name} ${name}`, false, String(err))
      }
    }
  }
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
