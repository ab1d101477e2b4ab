import assert from 'node:assert/strict';
import test from 'node:test';
import { inputOf, plain, valuesOf } from '../../admin-ui/js/collection-values.js';

const shelf = {
  title: 'Paper', slug: 'paper', descriptionHtml: '<p>Good <strong>paper</strong> &amp; ink.</p><ul><li>Laid</li></ul>', seo: { title: 'Paper', description: 'Good paper & ink. Laid' },
  sort: 'MANUAL', rules: null, translations: [{ language: 'fr', title: 'Papier', descriptionHtml: '<p>Du beau papier</p>', seoTitle: null, seoDescription: null }],
};

test('a description is edited as the HTML that it is', () => {
  const values = valuesOf(shelf);
  assert.equal(values.description, shelf.descriptionHtml);
  assert.equal(values.others.fr.descriptionHtml, '<p>Du beau papier</p>');
  assert.equal(values.seoDescription, '', 'what only begins the description was not written by anybody');
});

test('what changed of it goes to the graph as it was written', () => {
  const before = valuesOf(shelf);
  const values = JSON.parse(JSON.stringify(before));
  values.description = '<p>Other</p>';
  values.others.fr.descriptionHtml = '<p><em>Autre</em></p>';
  const input = inputOf(values, ['description', 'others'], before.others);
  assert.deepEqual(input, { descriptionHtml: '<p>Other</p>', translations: [{ language: 'fr', title: 'Papier', descriptionHtml: '<p><em>Autre</em></p>', seoTitle: '', seoDescription: '' }] });
});

test('the words of a description stand on one line', () => {
  assert.equal(plain('<h3>Laid</h3>\n<p>a &lt; b<br>c&nbsp;d</p>'), 'Laid a < b c d');
  assert.equal(plain(''), '');
});
