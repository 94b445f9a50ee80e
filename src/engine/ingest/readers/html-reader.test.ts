import { describe, expect, test } from 'vitest'
import { outline, readBytes } from '../../../../test/support/reading.ts'

const page = (body: string, head = '') =>
  `<!doctype html><html lang="en-GB"><head>${head}</head><body>${body}</body></html>`
const blocksOf = async (body: string) => outline(await readBytes('a.html', page(body)))
const prose = (count: number) =>
  Array.from({ length: count }, (_, index) => `<p>Sentence ${index}, with a comma and words.</p>`).join('')

describe('the main part of a page', () => {
  test('LIB-1.html: lists, definitions, code, tables with captions, figures', async () => {
    const code = await readBytes('a.html', page('<pre><code class="hljs language-TS">x</code></pre>'))
    expect(code.blocks[0]?.language).toBe('ts')
    const body = `
      <ol start="3"><li>Three<ul><li>Below</li></ul></li><li>Four</li></ol>
      <dl><dt>Heron</dt><dd>A bird.</dd><dd>A grey one.</dd></dl>
      <pre><code class="language-ts">if (a) {
  b()
}</code></pre>
      <table><caption>Birds</caption><tr><th>Name</th><th>Count</th></tr><tr><td>Heron</td><td>2</td></tr></table>
      <figure><img src="x.png" alt="A heron"><figcaption>Fig. 1</figcaption></figure>`
    expect(await blocksOf(body)).toEqual([
      ['list-item', '3. Three'],
      ['list-item', 'Below'],
      ['list-item', '4. Four'],
      ['list-item', 'Heron'],
      ['list-item', 'A bird.'],
      ['list-item', 'A grey one.'],
      ['code', 'if (a) {\n  b()\n}'],
      ['caption', 'Birds'],
      ['table', 'Name | Count\nHeron | 2'],
      ['paragraph', 'A heron'],
      ['caption', 'Fig. 1'],
    ])
  })

  test('what nobody sees is not read', async () => {
    const body = `<p>Seen.</p>
      <p hidden>one</p><p style="color:red; DISPLAY : none">two</p><span style="visibility:hidden">three</span>
      <span aria-hidden="true">four</span><dialog>five</dialog><template>six</template><noscript>seven</noscript>
      <button>eight</button><select><option>nine</option></select><svg><text>ten</text></svg>`
    expect(await blocksOf(body)).toEqual([['paragraph', 'Seen.']])
  })

  test('menus, the search box and the footer of the site go; the footer of an article stays', async () => {
    const body = `<header role="banner">Site</header><nav><a href="/">Home</a></nav><div role="search">Search</div>
      <article><header><h1>News</h1></header><p>Text.</p><footer>By Ann</footer></article><footer>Imprint</footer>`
    expect(await blocksOf(body)).toEqual([
      ['heading', 'News'],
      ['paragraph', 'Text.'],
      ['paragraph', 'By Ann'],
    ])
  })

  test('what a page marks as main is the page, when it is not just a small part of it', async () => {
    const marked = await blocksOf(`<div>Teaser of something else</div><main>${prose(5)}</main><div>Related</div>`)
    const small = await blocksOf(`<main><p>Menu</p></main><div>${prose(5)}</div>`)
    expect([marked.length, marked[0], small.length]).toEqual([
      5,
      ['paragraph', 'Sentence 0, with a comma and words.'],
      6,
    ])
  })

  test('a page that is all menu is read as it is', async () => {
    expect(await blocksOf('<nav><a href="/a">Contents of the manual</a></nav>')).toEqual([
      ['paragraph', 'Contents of the manual'],
    ])
  })
})

describe('what a page says of itself', () => {
  const propertiesOf = async (head: string) => (await readBytes('a.html', page('<p>x</p>', head))).properties

  test('in meta elements of any convention', async () => {
    const head = `<meta name="Author" content="Ann Lee"><meta property="article:published_time" content="2024-03-15">
      <meta name="description" content="About herons."><meta name="keywords" content="birds, herons">
      <meta property="article:author" content="https://example.org/ann">`
    expect(await propertiesOf(head)).toEqual({
      language: 'en-GB',
      author: 'Ann Lee',
      published: '2024-03-15',
      description: 'About herons.',
      keywords: 'birds, herons',
    })
  })

  test('in JSON-LD, where one that is broken is passed over', async () => {
    const data = {
      '@graph': [
        { '@type': 'Organization', name: 'Example' },
        { '@type': 'NewsArticle', author: [{ name: 'Ann' }, 'Bo'], datePublished: '2024-01-02', description: 'Short.' },
      ],
    }
    const script = (text: string) => `<script type="application/ld+json">${text}</script>`
    expect(await propertiesOf(script('{broken') + script(JSON.stringify(data)))).toEqual({
      language: 'en-GB',
      author: 'Ann, Bo',
      published: '2024-01-02',
      description: 'Short.',
    })
  })
})
