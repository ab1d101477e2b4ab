import { gql } from '/assets/shared/js/api-client.js';
import { config } from '/assets/shared/js/config.js';
import { countries } from '/assets/shared/js/countries.js';
import { closeDialog, confirmDialog, openDialog } from '/assets/shared/js/dialog.js';
import { withForm } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { act, loadMine, startAccount } from './account.js';
import { addressLines } from './page.js';
import { ADDRESS_CREATE, ADDRESS_DELETE, ADDRESS_UPDATE, ADDRESSES } from './account-queries.js';

const DIALOG = 'address-dialog';

const EMPTY = { firstName: '', lastName: '', company: '', line1: '', line2: '', postalCode: '', city: '', countryCode: config.country, phone: '' };

const known = (address) => Object.fromEntries(Object.keys(EMPTY).map((name) => [name, address[name] ?? '']));

startAccount({
  addresses: () =>
    withForm(
      {
        values: EMPTY,

        async send(address) {
          const input = { address };
          const op = this.editing ? ADDRESS_UPDATE : ADDRESS_CREATE;
          const [payload] = Object.values(await gql(op, this.editing ? { id: this.editing, input } : { input }));
          return payload.userErrors;
        },

        async done() {
          closeDialog(DIALOG);
          await this.load();
        },
      },
      {
        phase: 'loading',
        failure: null,
        rows: [],
        editing: null, // id of the address in the dialog; null for a new one
        countries: countries(),

        init() {
          return this.load();
        },

        load() {
          return loadMine(this, ADDRESSES, (viewer) => (this.rows = viewer.customer.addresses));
        },

        lines: (row) => addressLines(row.address),

        add() {
          this.editing = null;
          this.reset(EMPTY);
          openDialog(DIALOG);
        },

        edit(row) {
          this.editing = row.id;
          this.reset(known(row.address));
          openDialog(DIALOG);
        },

        async makeDefault(row) {
          if (await act(ADDRESS_UPDATE, { id: row.id, input: { address: known(row.address), isDefault: true } })) await this.load();
        },

        async makeDefaultBilling(row) {
          if (await act(ADDRESS_UPDATE, { id: row.id, input: { address: known(row.address), isDefaultBilling: true } })) await this.load();
        },

        async remove(row) {
          const sure = await confirmDialog({ title: t('account.deleteTitle'), text: addressLines(row.address).join(', '), action: t('account.deleteAddress'), danger: true });
          if (sure && (await act(ADDRESS_DELETE, { id: row.id }))) await this.load();
        },
      },
    ),
});
