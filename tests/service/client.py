"""Runs, watches, fetches and verifies with Python's grpcio. Arguments: port, token file, assets file, directory to fetch to."""

import hashlib
import os
import sys

import grpc
from zksolvency.v1 import inclusion_pb2, inclusion_pb2_grpc, run_pb2, run_pb2_grpc
from zksolvency.v1 import statement_pb2, statement_pb2_grpc, verify_pb2, verify_pb2_grpc

passed = 0


def check(what, holds):
    global passed
    if not holds:
        sys.exit("FAILED: " + what)
    passed += 1
    print("ok " + what)


def code_of(call):
    try:
        call()
        return grpc.StatusCode.OK
    except grpc.RpcError as e:
        return e.code()


port, token_file, assets_file, directory = sys.argv[1:]
with open(token_file) as f:
    operator = [("authorization", "Bearer " + f.read().strip())]
with open(assets_file, "rb") as f:
    assets = f.read()
channel = grpc.insecure_channel("127.0.0.1:" + port)
runs = run_pb2_grpc.RunServiceStub(channel)
statements = statement_pb2_grpc.StatementServiceStub(channel)
inclusions = inclusion_pb2_grpc.InclusionServiceStub(channel)
verifier = verify_pb2_grpc.VerifyServiceStub(channel)

request = run_pb2.CreateRunRequest(
    spec=run_pb2.RunSpec(run_id="python", issuer_name="Example Exchange", assets_csv=assets), file="accounts.csv")
check("a run needs a token", code_of(lambda: runs.CreateRun(request)) == grpc.StatusCode.UNAUTHENTICATED)
check("a run is accepted", runs.CreateRun(request, metadata=operator).run_id == "python")
last = None
for last in runs.WatchRun(run_pb2.WatchRunRequest(run_id="python"), metadata=operator, timeout=1800):
    pass
check("the run succeeds", last.state == run_pb2.RUN_STATE_SUCCEEDED)

statement = statements.GetStatement(statement_pb2.GetStatementRequest())
check("its statement is published", statement.summary.statement_digest == last.statement_digest)
contents = {}
for published in statement.files:
    chunks = statements.GetProof(statement_pb2.GetProofRequest(name=published.name))
    contents[published.name] = b"".join(chunk.data for chunk in chunks)
    path = os.path.join(directory, published.name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(contents[published.name])
check("its files have their digests",
      all(hashlib.sha256(contents[f.name]).digest() == f.sha256 for f in statement.files))


def messages(files):
    for name, content in files.items():
        for start in range(0, len(content), 1 << 16):
            part = content[start:start + (1 << 16)]
            if name == "statement.json":
                yield verify_pb2.VerifyStatementRequest(statement_json=part)
            else:
                yield verify_pb2.VerifyStatementRequest(proof=part, proof_name=name)


verdict = verifier.VerifyStatement(messages(contents))
check("the server accepts it", verdict.verdict == verify_pb2.VERDICT_ACCEPTED)
proof = statement.files[1].name
tampered = dict(contents)
tampered[proof] = contents[proof][:100] + bytes([contents[proof][100] ^ 1]) + contents[proof][101:]
check("and refuses a changed proof", verifier.VerifyStatement(messages(tampered)).verdict != verify_pb2.VERDICT_ACCEPTED)

files = list(inclusions.BatchGetInclusions(inclusion_pb2.BatchGetInclusionsRequest(), metadata=operator))
check("every account has its file", len(files) == files[0].total and len(files) > 0)
verdict = verifier.VerifyInclusion(verify_pb2.VerifyInclusionRequest(inclusion_json=files[0].inclusion.inclusion_json))
check("which the server accepts", verdict.verdict == verify_pb2.VERDICT_ACCEPTED)
check("and gives to nobody else", code_of(lambda: inclusions.GetInclusion(
    inclusion_pb2.GetInclusionRequest(account_id=files[0].inclusion.account_id))) == grpc.StatusCode.UNAUTHENTICATED)
print("%d passed, 0 failed" % passed)
