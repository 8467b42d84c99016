-- What a supervisor is asked about is counted for the overview: few rows, which were looked for among all.
create index promise_asked on promise (id) where told = 'asked';
create index settlement_asked on settlement (id) where told = 'asked';
