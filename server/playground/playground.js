// The editor for the graph. A shop is named, and a token borne, in the tab "Headers".
const welcome = `# Name a shop in the tab "Headers" below, or sign in:
#
#   mutation { signIn(input: {audience: VENDOR, email: "…", password: "…", vendor: "…"}) { accessToken } }
#
# and bear the token there: {"Authorization": "Bearer …"}

{
  shop {
    name
    products(first: 5) {
      nodes {
        title
      }
    }
  }
}
`;

const socket = new URL('/graphql', location.href);
socket.protocol = socket.protocol.replace('http', 'ws');

const editor = React.createElement(GraphiQL, {
  fetcher: GraphiQL.createFetcher({ url: '/graphql', subscriptionUrl: socket.href }),
  defaultQuery: welcome,
  defaultHeaders: '{"Orion-Vendor": ""}',
  shouldPersistHeaders: false, // they hold tokens
});
ReactDOM.createRoot(document.getElementById('playground')).render(editor);
