-- How a tenant stands is told to open streams with its limits: whoever closes or restores it marks that, too.
grant update (limits_xid) on tenant to smartboxes_tenant;
