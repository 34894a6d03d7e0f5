// A login provider, certified for OpenID Connect, as a town might run one.
//   node provider.mjs FOLDER PORT BASE [other]
// FOLDER has its node_modules, BASE is our service's address; other: of another kind, which wants
// secrets in the form and says all that it knows in the ID token.
// Whoever signs in as NAME is NAME@verl.example; an address that begins with "new" is not checked.
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { pathToFileURL } from "node:url";

const [folder, port, base, other] = process.argv.slice(2);
const { Provider } = await import(
  pathToFileURL(`${folder}/node_modules/oidc-provider/lib/index.js`)
);

function key(type, options, fields) {
  const { privateKey } = generateKeyPairSync(type, options);
  return { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", ...fields };
}

function client(id, fields) {
  return {
    client_id: id,
    token_endpoint_auth_method: method,
    client_secret: `${id}: 100 % & geheim`,
    redirect_uris: [`${base}/anmelden/oidc/zurueck`],
    post_logout_redirect_uris: [`${base}/anmelden`],
    ...fields,
  };
}

const method = other ? "client_secret_post" : "client_secret_basic";
const algorithms = ["RS256", "PS256", "ES256", "EdDSA"];
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: algorithms.map((name) => client(name, { id_token_signed_response_alg: name })),
  clientAuthMethods: [method],
  enabledJWA: { idTokenSigningAlgValues: algorithms },
  jwks: {
    keys: [
      key("rsa", { modulusLength: 2048 }),
      key("ec", { namedCurve: "P-256" }),
      key("ed25519", {}),
    ],
  },
  claims: { openid: ["sub"], email: ["email", "email_verified"] },
  conformIdTokenClaims: !other,
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      email: `${id}@verl.example`,
      email_verified: !id.startsWith("new"),
    }),
  }),
  pkce: { required: () => true },
  cookies: { keys: [randomUUID()] },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
