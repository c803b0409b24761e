"""Calls of an operator, for scripts. Arguments: port, token file, then create RUN ASSETS | finish RUN | fetch RUN DIRECTORY."""

import os
import sys

import grpc
from zksolvency.v1 import inclusion_pb2, inclusion_pb2_grpc, run_pb2, run_pb2_grpc, statement_pb2, statement_pb2_grpc

port, token_file, action, run_id, *rest = sys.argv[1:]
with open(token_file) as f:
    operator = [("authorization", "Bearer " + f.read().strip())]
channel = grpc.insecure_channel("127.0.0.1:" + port)
runs = run_pb2_grpc.RunServiceStub(channel)

if action == "create":
    with open(rest[0], "rb") as f:
        spec = run_pb2.RunSpec(run_id=run_id, assets_csv=f.read())
    runs.CreateRun(run_pb2.CreateRunRequest(spec=spec, file="accounts.csv"), metadata=operator)
elif action == "finish":
    last = None
    for last in runs.WatchRun(run_pb2.WatchRunRequest(run_id=run_id), metadata=operator, timeout=900):
        pass
    if last.state != run_pb2.RUN_STATE_SUCCEEDED:
        sys.exit("the run %s did not succeed: %s" % (run_id, last))
elif action == "fetch":
    digest = runs.GetRun(run_pb2.GetRunRequest(run_id=run_id), metadata=operator).statement_digest
    statements = statement_pb2_grpc.StatementServiceStub(channel)
    for published in statements.GetStatement(statement_pb2.GetStatementRequest(statement_digest=digest)).files:
        path = os.path.join(rest[0], "public", published.name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            for chunk in statements.GetProof(statement_pb2.GetProofRequest(statement_digest=digest, name=published.name)):
                f.write(chunk.data)
    inclusions = inclusion_pb2_grpc.InclusionServiceStub(channel)
    answers = inclusions.BatchGetInclusions(
        inclusion_pb2.BatchGetInclusionsRequest(statement_digest=digest, start_position=7), metadata=operator)
    with open(os.path.join(rest[0], "inclusion.json"), "wb") as f:
        f.write(next(answers).inclusion.inclusion_json)
    answers.cancel()
else:
    sys.exit("unknown action " + action)
