// What several parts of a page look at: the line to the server. Areas add their own stores (the shop its cart).
export function registerStores(Alpine, stores) {
  Alpine.store('net', {
    online: navigator.onLine !== false,
    init() {
      addEventListener('online', () => (this.online = true));
      addEventListener('offline', () => (this.online = false));
    },
  });
  for (const [name, store] of Object.entries(stores)) Alpine.store(name, store);
}
