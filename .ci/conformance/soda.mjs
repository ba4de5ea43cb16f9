// Talks to the SODA face with soda-js from npm, unchanged. It speaks https
// only, so a small proxy with a certificate of its own stands in front.
//
// usage: node soda.mjs http://127.0.0.1:8080
// Ends with a line "N passed, N failed". Needs npm ci in this folder, and openssl.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const base = new URL(process.argv[2])
const folder = process.env.HONGLINH_CERT
if (!folder) {
  const made = mkdtempSync(join(tmpdir(), 'soda-'))
  let status = 3
  try {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost',
      '-keyout', join(made, 'key.pem'), '-out', join(made, 'cert.pem')], { stdio: 'ignore' })
    const env = { ...process.env, HONGLINH_CERT: made, NODE_EXTRA_CA_CERTS: join(made, 'cert.pem'), NODE_NO_WARNINGS: '1' }
    status = spawnSync(process.execPath, [fileURLToPath(import.meta.url), process.argv[2]], { env, stdio: 'inherit' }).status ?? 1
  } catch {
    console.error('openssl is missing: no certificate for soda-js; NOT PROVED')
  }
  rmSync(made, { recursive: true })
  process.exit(status)
}
let soda
try {
  soda = createRequire(import.meta.url)('soda-js')
} catch {
  console.error('soda-js is missing: npm ci; NOT PROVED')
  process.exit(3)
}
const proxy = https.createServer({ key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'cert.pem')) }, (q, a) =>
  q.pipe(http.request(new URL(q.url, base), { method: q.method, headers: q.headers }, r => { a.writeHead(r.statusCode, r.headers); r.pipe(a) })))
await new Promise(done => proxy.listen(0, 'localhost', done))
let passed = 0, failed = 0
function check(name, ok, detail = '') {
  ok ? passed++ : failed++
  console.log(ok ? 'ok  ' : 'FAIL', name, ok ? '' : JSON.stringify(detail))
}
const consumer = new soda.Consumer(`localhost:${proxy.address().port}`, { apiToken: 'a token nobody checks' })
const rows = query => new Promise((done, fail) => query.getRows().on('success', done).on('error', fail))
const read = async path => (await fetch(new URL(path, base))).json()
const { results } = await read('/api/catalog/v1?limit=1000&lang=en')
check('tables are found', results.length > 5, results.length)
for (const { resource } of results) {
  const view = await read(`/api/views/${resource.id}.json`)
  const some = await rows(consumer.query().withDataset(resource.id).limit(2))
  check(`rows of ${resource.name}`, some.length > 0 && some.every(r => Object.keys(r).every(k => view.columns.some(c => c.fieldName === k))), some)
}
const id = results.find(r => r.resource.columns_field_name.includes('statement_id')).resource.id
const query = () => consumer.query().withDataset(id)
const pages = []
for (let offset = 0; ; offset += 25) {
  const page = await rows(query().select('statement_id').limit(25).offset(offset))
  pages.push(...page.map(r => r.statement_id))
  if (page.length < 25) break
}
const csv = (await (await fetch(new URL(`/resource/${id}.csv?$select=statement_id`, base))).text()).trim().split(/\r?\n/).slice(1)
check('pages without an order neither repeat nor lose a row', new Set(pages).size === pages.length && JSON.stringify(pages) === JSON.stringify(csv), [pages.length, csv.length])
const wards = await rows(query().where({ level: 'ward' }, soda.expr.gt('area_km2', 1)).order('area_km2 desc'))
check('where and order', wards.length > 1 && wards.every((r, i) => r.level === 'ward' && (!i || +wards[i - 1].area_km2 >= +r.area_km2)), wards.length)
const groups = await rows(query().select('level', 'count(*) as n').group('level').order('n desc'))
const count = await rows(query().select('count(*)'))
check('group', groups.reduce((n, g) => n + Number(g.n), 0) === Number(count[0].count) && Number(count[0].count) === pages.length, groups)
try {
  check('an unknown column is an error', false, await rows(query().select('nothing')))
} catch (err) {
  check('an unknown column is an error', err.errorCode === 'query.soql.no-such-column', err)
}
proxy.close()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
