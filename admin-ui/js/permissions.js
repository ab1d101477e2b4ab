// What a role or a key allows, in words and groups. The words are the server's: vendor.permissions.
import { known, t } from '/assets/shared/js/i18n.js';
import { session } from '/assets/shared/js/session.js';

/** The name of a group; one of a later version shows its code. */
export const groupName = (group) => (known(`permissionGroup.${group}`) ? t(`permissionGroup.${group}`) : group);

/** [{group, name, items: [{permission, text}]}] of those infos that `allowed` names; of all without it. */
export function grouped(infos, allowed = null) {
  const groups = new Map();
  for (const { permission, group, description } of infos) {
    if (allowed && !allowed.includes(permission)) continue;
    if (!groups.has(group)) groups.set(group, { group, name: groupName(group), items: [] });
    groups.get(group).items.push({ permission, text: description });
  }
  return [...groups.values()];
}

/** What changes from one set to another: {gained, lost} as texts. */
export function difference(infos, before, after) {
  const texts = (from, to) => infos.filter(({ permission }) => to.includes(permission) && !from.includes(permission)).map(({ description }) => description);
  return { gained: texts(before, after), lost: texts(after, before) };
}

/** Whether the viewer may give all of it: nobody gives what they lack. */
export const givable = (permissions) => permissions.every((permission) => session.can(permission));

// What the roles that every vendor is born with are called in the database. Once changed, they keep the vendor's words.
const BORN = {
  owner: ['Owner', 'May everything. There is always one.'],
  manager: ['Manager', "Runs the shop and its team; who the shop is, its keys and the record are the owner's."],
  catalogue: ['Catalogue', 'Keeps products, stock and imports.'],
  orders: ['Orders', 'Looks after orders and those who placed them.'],
  support: ['Support', 'Answers customers: sees their orders and changes nothing.'],
  accountant: ['Accountant', 'Reads orders, figures and the record of who did what.'],
};

/** The name of a role, in the reader's language where it is as it was born. */
export const roleName = ({ template, name }) => (template && BORN[template]?.[0] === name ? t(`roleTemplate.${template}`) : name);

/** The same of a name alone, for whoever may not look at the role. */
export const bornName = (name) => roleName({ name, template: Object.keys(BORN).find((template) => BORN[template][0] === name) });

/** What a role is for, likewise. */
export const rolePurpose = ({ template, description }) => (template && BORN[template]?.[1] === description ? t(`roleText.${template}`) : (description ?? ''));

/** Ticks or unticks one of a list. */
export const toggled = (list, one) => (list.includes(one) ? list.filter((other) => other !== one) : [...list, one]);

/** Ticks all of a group that may be, or unticks them where they all are. */
export function toggledAll(list, items, may = () => true) {
  const open = items.map(({ permission }) => permission).filter(may);
  const all = open.every((permission) => list.includes(permission));
  return all ? list.filter((one) => !open.includes(one)) : [...new Set([...list, ...open])];
}
