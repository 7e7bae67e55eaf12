-- Who is paid by a payout's order: the name and the number of the account, sealed, opened only for the provider.
-- down: DROP TABLE payment_payee;
CREATE TABLE payment_payee (
  county BIGINT NOT NULL,
  payment BIGINT NOT NULL,
  -- Purpose "payments.payee", row id: payment.
  payee_sealed BLOB NOT NULL,
  PRIMARY KEY (county, payment)
);
