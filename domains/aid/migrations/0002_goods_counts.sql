-- How many parts of a request ask for goods, and how far those came, beside the sums of its money: a list says both without
-- reading the parts.
-- down: ALTER TABLE aid_request DROP each of the four columns; what they count is in aid_part.

ALTER TABLE aid_request ADD COLUMN goods_parts BIGINT NOT NULL DEFAULT 0 CHECK (goods_parts >= 0);
-- Pledged whole; pledged in part; met.
ALTER TABLE aid_request ADD COLUMN goods_pledged BIGINT NOT NULL DEFAULT 0 CHECK (goods_pledged >= 0);
ALTER TABLE aid_request ADD COLUMN goods_partly BIGINT NOT NULL DEFAULT 0 CHECK (goods_partly >= 0);
ALTER TABLE aid_request ADD COLUMN goods_met BIGINT NOT NULL DEFAULT 0 CHECK (goods_met >= 0);

UPDATE aid_request SET
    goods_parts = (SELECT COUNT(*) FROM aid_part p WHERE p.county = aid_request.county AND p.request = aid_request.id
        AND p.kind = 'goods'),
    goods_pledged = (SELECT COUNT(*) FROM aid_part p WHERE p.county = aid_request.county AND p.request = aid_request.id
        AND p.kind = 'goods' AND p.pledged >= p.asked),
    goods_partly = (SELECT COUNT(*) FROM aid_part p WHERE p.county = aid_request.county AND p.request = aid_request.id
        AND p.kind = 'goods' AND p.pledged > 0 AND p.pledged < p.asked),
    goods_met = (SELECT COUNT(*) FROM aid_part p WHERE p.county = aid_request.county AND p.request = aid_request.id
        AND p.kind = 'goods' AND p.state = 'met');
