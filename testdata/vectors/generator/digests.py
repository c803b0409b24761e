"""Writes weights.json, digests.json and public_inputs.json into the folder above, from docs/spec/formats.md alone:
Python's hashlib, hmac, struct and fractions; nothing shared with the product's code."""

import hashlib, hmac, json, math, pathlib, struct
from fractions import Fraction

OUT = pathlib.Path(__file__).resolve().parent.parent
SOURCE = "docs/spec/formats.md by Python's hashlib, hmac, struct and fractions, written by testdata/vectors/generator/digests.py"
P = 2**64 - 2**32 + 1


def u32(x): return struct.pack("<I", x)
def u64(x): return struct.pack("<Q", x)
def i32(x): return struct.pack("<i", x)
def i64(x): return struct.pack("<q", x)
def lp(x): return u32(len(x.encode())) + x.encode()
def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def mac(key, *parts): return hmac.new(key, b"".join(parts), hashlib.sha256).digest()
def words(h): return b"".join(u64(w & (2**63 - 1)) for w in struct.unpack("<4Q", h))


def weights(assets, scale, steps):
    """Returns the weights by key, or None where the bound is broken."""
    out = []
    for a in assets:
        unit = Fraction(10) ** a["decimals"]
        price, power = Fraction(a["price"]), Fraction(2) ** scale
        out.append(math.floor(price * Fraction(a["haircut"]) * power / unit))
        out.append(-max(1, math.ceil(price * Fraction(a["debt_haircut"]) * power / unit)))
    return out if max(map(abs, out)) * 3 * 2**steps < 2**26 else None


def choose(assets, steps):
    return next(s for s in range(96, -65, -1) if weights(assets, s, steps) is not None)


def asset(symbol, decimals, price, haircut, debt_haircut):
    return {"symbol": symbol, "decimals": decimals, "price": price, "haircut": haircut, "debt_haircut": debt_haircut}


BTC, USDT = asset("BTC", 8, "64250.17", "0.95", "1.1"), asset("USDT", 6, "1", "1", "1")
SHIB, DUST = asset("SHIB", 18, "0.00000891", "0.5", "2"), asset("DUST", 0, "0", "0", "1")
GOLD, JPY = asset("XAU", 3, "123456789012.123456789", "1", "1"), asset("JPY", 0, "0.0065", "0.999", "1.001")
TABLES = [[BTC, USDT], [USDT], [SHIB, BTC, DUST], [DUST], [GOLD], [JPY, SHIB, USDT, BTC, GOLD, DUST]]


def write(name, **body):
    (OUT / name).write_text(json.dumps({"source": SOURCE, **body}, indent=1, ensure_ascii=True) + "\n")


def weight_cases():
    for table in TABLES:
        for steps in range(0, 7, 2):
            scale = choose(table, steps)
            yield {"assets": table, "max_steps_log2": steps, "scale_log2": scale, "weights": weights(table, scale, steps)}


def statement_case(name, sequence, previous, time, table, steps, batches, general, exclusions):
    relation, master = sha(b"relation"), sha(b"master key of the vectors")
    issuer = sha(b"issuer key of the vectors, not a point")
    account = "kunde-\u00e4\u4e2d\U0001f4b0"
    scale = choose(table, steps)
    by_key = weights(table, scale, steps)
    snapshot = sha(lp("zksolvency/snapshot/v1"), lp(name), u64(sequence), lp(time))
    salt = mac(master, lp("zksolvency/salt/v1"), snapshot, lp(account))
    tag = words(sha(lp("zksolvency/tag/v1"), snapshot, lp(account), salt))
    listed = b"".join(
        lp(a["symbol"]) + u32(a["decimals"]) + lp(a["price"]) + lp(a["haircut"]) + lp(a["debt_haircut"])
        + i64(by_key[2 * i]) + i64(by_key[2 * i + 1]) for i, a in enumerate(table))
    header = sha(lp("zksolvency/header/v1"), relation, lp(name), u64(sequence), previous, lp(time), u32(len(table)),
                 listed, i32(scale), u32(steps))
    context = lambda kind, index: words(sha(lp("zksolvency/context/v1"), header, u32(kind), u32(index)))
    body = u32(len(batches)) + b"".join(
        u32(b["log2_rows"]) + u64(b["accounts"]) + bytes.fromhex(b["root"]) + bytes.fromhex(b["control_digest"])
        + bytes.fromhex(b["proof_sha256"]) for b in batches)
    body += u32(general["log2_rows"]) + u64(general["accounts"]) + bytes.fromhex(general["control_tag"])
    body += u32(len(general["control_entries"]))
    body += b"".join(u32(k) + u64(int(a)) for k, a in general["control_entries"]) + bytes.fromhex(general["proof_sha256"])
    body += u64(exclusions["accounts"]) + u32(len(exclusions["shortfalls"]))
    body += b"".join(u32(k) + u64(int(a)) for k, a in exclusions["shortfalls"])
    digest = sha(lp("zksolvency/statement/v1"), header, body, issuer)
    return {
        "relation_id": relation.hex(), "name": name, "sequence": sequence, "previous_digest": previous.hex(),
        "snapshot_time": time, "assets": table, "max_steps_log2": steps, "scale_log2": scale, "weights": by_key,
        "batches": batches, "general_ledger": general, "exclusions": exclusions, "issuer_key": issuer.hex(),
        "snapshot_id": snapshot.hex(), "header_digest": header.hex(), "batch_0_context": context(0, 0).hex(),
        "batch_7_context": context(0, 7).hex(), "general_ledger_context": context(1, 0).hex(), "statement_digest": digest.hex(),
        "signed_message": (lp("zksolvency/signature/v1") + digest).hex(),
        "account": {
            "master_key": master.hex(), "account_id": account, "salt": salt.hex(), "tag": tag.hex(),
            "dummy_tag_batch_3_number_5": words(mac(master, lp("zksolvency/dummy/v1"), snapshot, u32(3), u32(5))).hex(),
            "control_tag_batch_3": words(mac(master, lp("zksolvency/control/v1"), snapshot, u32(3))).hex(),
            "control_tag_general_ledger": words(mac(master, lp("zksolvency/control/v1"), snapshot, u32(2**32 - 1))).hex(),
            "order_key": (order := mac(master, lp("zksolvency/order/v1"), snapshot)).hex(),
            "order": sha((order.hex() + account).encode()).hex(),
        },
    }


def digest_of(text): return words(sha(text.encode())).hex()


def statement_cases():
    batch = lambda b, rows: {"log2_rows": rows, "accounts": 32000 + b, "root": digest_of(f"root {b}"),
                             "control_digest": digest_of(f"control {b}"), "proof_sha256": sha(f"proof {b}".encode()).hex()}
    general = lambda n, m: {"log2_rows": 15, "accounts": m, "control_tag": digest_of("tag"),
                            "control_entries": [[k, str(12345 * k)] for k in range(n)] + [[n - 1, str(2**56 - 1)]],
                            "proof_sha256": sha(b"general").hex()}
    none = {"accounts": 0, "shortfalls": []}
    yield statement_case("Example", 0, bytes(32), "2026-11-01T00:00:00Z", TABLES[0], 2, [batch(0, 15)], general(4, 100), none)
    yield statement_case("B\u00f6rse \u202e x", 2**40, sha(b"previous"), "2027-02-28T23:59:59Z", TABLES[2], 6,
                         [batch(b, 15 + b % 4) for b in range(5)], general(6, 32651),
                         {"accounts": 3, "shortfalls": [[0, "10000000"], [2, str(2**62)]]})


def public_input_cases():
    context, root, control = (digest_of(x) for x in ("context", "root", "control"))
    for rows, accounts, steps, by_key in [
        (15, 2, 0, [0, 0]), (15, 32651, 2, [5, -6, 0, -1]), (18, 262027, 6, [349525, -349525]), (16, 40000, 12, [0] * 6),
        (17, 130955, 0, [22369621, -22369621, 1, -1]),
    ]:
        encoded = u32(1) + bytes.fromhex(context) + u32(rows) + u64(accounts) + bytes.fromhex(root) + bytes.fromhex(control)
        encoded += u32(steps) + u32(len(by_key)) + b"".join(map(i64, by_key))
        yield {"context": context, "log2_rows": rows, "accounts": accounts, "root": root, "control_digest": control,
               "max_steps_log2": steps, "weights": by_key, "encoded": encoded.hex()}


def public_inputs_rejected():
    good = next(c for c in public_input_cases() if c["accounts"] == 32651)
    base = bytes.fromhex(good["encoded"])
    change = lambda at, new: (base[:at] + new + base[at + len(new):]).hex()
    return [{"why": why, "encoded": encoded} for why, encoded in [
        ("empty", ""), ("truncated", base[:-1].hex()), ("trailing byte", base.hex() + "00"),
        ("version 0", change(0, u32(0))), ("version 2", change(0, u32(2))),
        ("context element is p", change(4, u64(P))), ("root element is 2^64 - 1", change(48, u64(2**64 - 1))),
        ("control element is p", change(104, u64(P))), ("log2_rows 14", change(36, u32(14))), ("log2_rows 19", change(36, u32(19))),
        ("log2_rows 2^32 - 1", change(36, u32(2**32 - 1))), ("one account", change(40, u64(1))), ("no account", change(40, u64(0))),
        ("more accounts than usable rows", change(40, u64(32652))), ("2^63 accounts", change(40, u64(2**63))),
        ("max_steps_log2 7", change(112, u32(7))), ("max_steps_log2 12 with weights", change(112, u32(12))),
        ("no weights", base[:116].hex() + u32(0).hex()), ("odd number of weights", base[:116].hex() + u32(3).hex() + base[120:144].hex()),
        ("weight count past the end", change(116, u32(5))), ("weight count 2^32 - 1", change(116, u32(2**32 - 1))),
        ("weight at the bound", change(120, i64(5592406))), ("weight -2^63", change(128, i64(-2**63))),
        ("max_steps_log2 13 without weights", base[:112].hex() + u32(13).hex() + u32(2).hex() + (u64(0) * 2).hex()),
        ("8194 weights", base[:112].hex() + u32(12).hex() + u32(8194).hex() + (u64(0) * 8194).hex()),
    ]]


write("weights.json", weights=list(weight_cases()))
write("digests.json", statements=list(statement_cases()))
write("public_inputs.json", accepted=list(public_input_cases()), rejected=public_inputs_rejected())
