// The pages of a vendor's console, full, empty and without their graph.
import { test } from 'node:test';
import { password, person, refuse, settle } from './watch.mjs';
import { words } from './words.mjs';

export function vendorJourneys() {
  for (const look of ['desktop', 'phone']) test(`the vendor's other pages and states on a ${look}`, () => tour(look));
}

/** Signs in where a console asks for it, and is back at the page that was wanted. */
export async function signIn({ page }, email, secret = password) {
  await page.locator('#field-email').waitFor();
  await page.fill('#field-email', email);
  await page.fill('#field-password', secret);
  await page.getByRole('button', { name: words('login.signIn'), exact: true }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/login'));
  await settle(page);
}

/** Presses the visible button with these words. */
export const press = (page, key, values) => page.locator('main').getByRole('button', { name: words(key, values), exact: true }).and(page.locator(':visible')).first().click();

async function tour(look) {
  const owner = await person(look);
  const { page } = owner;
  const at = async (address, selector, name) => {
    await page.goto(`/vendor/papyrus/${address}`);
    await page.locator(selector).locator('visible=true').first().waitFor();
    await owner.seen(name);
  };
  await page.goto('/vendor/papyrus/');
  await page.locator('#field-email').waitFor();
  await owner.seen('login');
  await signIn(owner, 'owner@papyrus.example');
  await page.locator('.figures .value').first().waitFor();
  await owner.seen('dashboard');
  await at('products', 'tbody tr', 'products');
  await page.locator('thead input[type="checkbox"]').check();
  await owner.seen('products, chosen');
  await press(page, 'products.change');
  await owner.seen('products, changed at once');
  await page.keyboard.press('Escape');
  await press(page, 'grid.start');
  await page.locator('.grid-edit tbody input[inputmode]').first().waitFor();
  await owner.seen('products, written in');
  await press(page, 'grid.stop');
  await page.locator('tbody a.main').first().click();
  await page.locator('.product-form').waitFor();
  await owner.seen('product');
  await at('products?q=zzzz', '.empty', 'products, none found');
  await at('media', '.tile', 'pictures');
  await at('media?as=list', 'tbody tr', 'pictures, as a list');
  await at('media?q=zzzz', '.empty', 'pictures, none found');
  await page.goto('/vendor/papyrus/media');
  await page.locator('.tile-face').first().click();
  await page.locator('dialog[open] #field-alt').waitFor();
  await owner.seen('a picture');
  await at('collections', 'tbody tr', 'collections');
  await page.locator('tbody a.main').first().click();
  await page.locator('.goods-list li').first().waitFor();
  await owner.seen('collection');
  await at('collections/nobody', '.empty', 'collection that is not there');
  await at('categories', '.empty, tbody tr', 'categories');
  await at('search', '.empty, tbody tr', 'search report');
  await at('inventory', 'tbody tr', 'inventory');
  await page.locator('tbody button.main').first().click();
  await page.locator('dialog[open] #field-onHand').waitFor();
  await owner.seen('stock of a variant');
  await page.keyboard.press('Escape');
  await at('orders', 'tbody tr', 'orders');
  await page.locator('tbody a.main').first().click();
  await page.locator('table.lines tbody tr').first().waitFor();
  await owner.seen('order');
  await at('orders/999999', '.empty', 'order that is not there');
  await at('marketplace/imports', 'tbody tr', 'imports');
  await page.locator('tbody a.main').first().click();
  await page.locator('.figures .value').first().waitFor();
  await owner.seen('import');
  await at('marketplace/browse', 'tbody tr', 'browse');
  await at('marketplace/selected', 'tbody tr', 'selected');
  await at('marketplace/selected?q=zzzz', '.empty', 'selected, none found');
  await at('marketplace/changes', '.empty', 'changes, none');
  await at('marketplace/config', 'tbody tr', 'sources');
  await page.locator('tbody a.main').first().click();
  await page.locator('#field-name').waitFor();
  await owner.seen('source');
  await at('marketplace/config/nobody', '.empty', 'source that is not there');
  await at('products', 'tbody tr', 'products');
  await page.locator('orion-exports > button').click();
  await page.locator('dialog[open] button.primary').click();
  await page.locator('dialog[open] .lines a').first().waitFor();
  await owner.seen('products, exported');
  await page.keyboard.press('Escape');
  await at('set-password', '[role="alert"]', 'set password without a link');
  await refuse(owner, (operation) => !['TokenRefresh', 'SignIn'].includes(operation));
  for (const address of ['', 'products', 'products/any', 'inventory', 'media', 'collections', 'categories', 'search', 'orders', 'marketplace/imports', 'marketplace/browse', 'marketplace/changes', 'marketplace/config']) await at(address, '[role="alert"]', `${address || 'dashboard'} without its graph`);
  await owner.leave();

  const staff = await person(look);
  await staff.page.goto('/vendor/papyrus/marketplace/imports');
  await signIn(staff, 'staff@papyrus.example');
  await staff.page.locator('main .empty').locator('visible=true').waitFor();
  await staff.seen('imports, for a small role');
  await staff.leave();
}
