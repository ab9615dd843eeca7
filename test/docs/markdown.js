// What a Markdown page has that a test can hold it to: code blocks, links and the anchors of its headings.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { listFiles } = require('../../scripts/repository.js');
const MarkdownIt = require('markdown-it');

const root = path.join(__dirname, '../..');
const markdown = new MarkdownIt({ html: true });

/** The pages for readers, as paths from the root: README.md and its like, and everything in docs/. */
function listPages() {
  const ofRoot = fs.readdirSync(root).filter((name) => name.endsWith('.md'));
  return [...ofRoot, ...listFiles(root, 'docs').filter((file) => file.endsWith('.md'))];
}

/** The plain text of a heading or a link, without its marks. */
function plainText(tokens) {
  return tokens.map((token) => (token.children ? plainText(token.children) : token.content)).join('');
}

/** The anchors that GitHub gives to headings: what is left of the text, its blanks as hyphens, and a number if needed. */
function anchorsOf(headings) {
  const seen = new Map();
  return headings.map((heading) => {
    const name = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return count === 0 ? name : `${name}-${count}`;
  });
}

/** The targets of links and images, with the lines where their paragraphs or rows begin. */
function linksOf(tokens) {
  let line = 1;
  return tokens.flatMap(({ children, map }) => {
    if (map) line = map[0] + 1; // cells have no line of their own
    const targets = (children ?? []).map((child) => child.attrGet('href') ?? child.attrGet('src'));
    return targets.filter((target) => target !== null).map((target) => ({ target, line }));
  });
}

/**
 * Reads a page.
 * @param {string} text
 * @returns {{blocks: {language: string, code: string, line: number}[], links: {target: string, line: number}[],
 *   anchors: string[]}} `line` is that of a block's first line of code, counted from 1
 */
function readPage(text) {
  const tokens = markdown.parse(text, {});
  const blocks = tokens
    .filter(({ type }) => type === 'fence' || type === 'code_block')
    .map(({ type, info, content, map }) => ({
      language: info.trim(),
      code: content,
      line: map[0] + (type === 'fence' ? 2 : 1),
    }));
  const headings = tokens.filter((_, i) => tokens[i - 1]?.type === 'heading_open');
  return { blocks, links: linksOf(tokens), anchors: anchorsOf(headings.map(({ children }) => plainText(children))) };
}

/**
 * Reads a page from its file.
 * @param {string} file a path from the root
 */
function readFile(file) {
  return readPage(fs.readFileSync(path.join(root, file), 'utf8'));
}

module.exports = { root, listPages, readPage, readFile };
