// Operations of sign-in, the same in all areas. Plain objects: api-client.js needs the session, not the other way round.
const VIEWER = `fragment ViewerFields on Viewer {
  audience email name permissions vendor { id slug name } vendors { id slug name }
  twoFactor { enabled required } impersonation { by reason endsAt }
}`;

export const SIGN_IN = {
  name: 'SignIn',
  text: `mutation SignIn($input: SignInInput!) {
    signIn(input: $input) { accessToken expiresAt challenge viewer { ...ViewerFields } userErrors { code message path } }
  }
  ${VIEWER}`,
};

export const SIGN_IN_CONFIRM = {
  name: 'SignInConfirm',
  text: `mutation SignInConfirm($input: SignInConfirmInput!) {
    signInConfirm(input: $input) { accessToken expiresAt viewer { ...ViewerFields } userErrors { code message path } }
  }
  ${VIEWER}`,
};

export const TOKEN_REFRESH = {
  name: 'TokenRefresh',
  text: `mutation TokenRefresh($input: TokenRefreshInput!) {
    tokenRefresh(input: $input) { accessToken expiresAt viewer { ...ViewerFields } userErrors { code message path } }
  }
  ${VIEWER}`,
};

export const SIGN_OUT = {
  name: 'SignOut',
  text: `mutation SignOut { signOut { userErrors { code message path } } }`,
};
