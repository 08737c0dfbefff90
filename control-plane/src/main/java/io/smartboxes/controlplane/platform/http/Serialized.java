package io.smartboxes.controlplane.platform.http;

import io.micronaut.serde.annotation.SerdeImport;
import io.smartboxes.api.e2b.ConnectSandbox;
import io.smartboxes.api.e2b.CreatedSandbox;
import io.smartboxes.api.e2b.ErrorBody;
import io.smartboxes.api.e2b.ListedSandbox;
import io.smartboxes.api.e2b.NewSandbox;
import io.smartboxes.api.e2b.SandboxDetail;
import io.smartboxes.api.e2b.SandboxLogEntries;
import io.smartboxes.api.e2b.SandboxLogs;
import io.smartboxes.api.e2b.SandboxMetric;
import io.smartboxes.api.e2b.SandboxRefresh;
import io.smartboxes.api.e2b.SandboxTimeout;
import io.smartboxes.api.e2b.SandboxesWithMetrics;
import io.smartboxes.api.v1.ApiKey;
import io.smartboxes.api.v1.ApiKeyList;
import io.smartboxes.api.v1.ApiKeyRotation;
import io.smartboxes.api.v1.AuditEvent;
import io.smartboxes.api.v1.AuditEventList;
import io.smartboxes.api.v1.CreatedApiKey;
import io.smartboxes.api.v1.Invitation;
import io.smartboxes.api.v1.InvitationAnswer;
import io.smartboxes.api.v1.InvitationList;
import io.smartboxes.api.v1.Limits;
import io.smartboxes.api.v1.Me;
import io.smartboxes.api.v1.Member;
import io.smartboxes.api.v1.MemberChange;
import io.smartboxes.api.v1.MemberList;
import io.smartboxes.api.v1.MemberRemoval;
import io.smartboxes.api.v1.NewApiKey;
import io.smartboxes.api.v1.NewInvitation;
import io.smartboxes.api.v1.NewLimitOverride;
import io.smartboxes.api.v1.NewSuspension;
import io.smartboxes.api.v1.NewTenant;
import io.smartboxes.api.v1.NewTerminalTicket;
import io.smartboxes.api.v1.Problem;
import io.smartboxes.api.v1.ReceivedInvitation;
import io.smartboxes.api.v1.ReceivedInvitationList;
import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.api.v1.SandboxHistory;
import io.smartboxes.api.v1.SandboxList;
import io.smartboxes.api.v1.SandboxLog;
import io.smartboxes.api.v1.Session;
import io.smartboxes.api.v1.SessionList;
import io.smartboxes.api.v1.StaffMe;
import io.smartboxes.api.v1.StaffSearchResult;
import io.smartboxes.api.v1.StaffTenant;
import io.smartboxes.api.v1.Tenant;
import io.smartboxes.api.v1.TenantStanding;
import io.smartboxes.api.v1.TenantTransfer;
import io.smartboxes.api.v1.TerminalTicket;
import io.smartboxes.api.v1.UsageEntryList;
import io.smartboxes.api.v1.UsageReport;
import io.smartboxes.api.v1.UsageSum;

/** The contract's records that travel as JSON: the contract itself knows no framework, so they are named here. */
@SerdeImport(ApiKey.class)
@SerdeImport(ApiKeyList.class)
@SerdeImport(AuditEvent.Change.class)
@SerdeImport(AuditEvent.Who.class)
@SerdeImport(AuditEvent.class)
@SerdeImport(AuditEventList.class)
@SerdeImport(ApiKeyRotation.class)
@SerdeImport(ConnectSandbox.class)
@SerdeImport(CreatedApiKey.class)
@SerdeImport(CreatedSandbox.class)
@SerdeImport(ErrorBody.class)
@SerdeImport(Invitation.class)
@SerdeImport(InvitationAnswer.class)
@SerdeImport(InvitationList.class)
@SerdeImport(Limits.Limit.class)
@SerdeImport(Limits.Override.class)
@SerdeImport(Limits.Plan.class)
@SerdeImport(Limits.class)
@SerdeImport(ListedSandbox.class)
@SerdeImport(Me.CurrentSession.class)
@SerdeImport(Me.Membership.class)
@SerdeImport(Me.User.class)
@SerdeImport(Me.class)
@SerdeImport(Member.class)
@SerdeImport(MemberChange.class)
@SerdeImport(MemberList.class)
@SerdeImport(MemberRemoval.Key.class)
@SerdeImport(MemberRemoval.class)
@SerdeImport(NewApiKey.class)
@SerdeImport(NewInvitation.class)
@SerdeImport(NewSandbox.AutoResume.class)
@SerdeImport(NewSandbox.class)
@SerdeImport(NewLimitOverride.class)
@SerdeImport(NewSuspension.class)
@SerdeImport(NewTenant.class)
@SerdeImport(NewTerminalTicket.class)
@SerdeImport(Problem.class)
@SerdeImport(ReceivedInvitation.class)
@SerdeImport(ReceivedInvitationList.class)
@SerdeImport(Sandbox.Cause.class)
@SerdeImport(Sandbox.Cost.class)
@SerdeImport(Sandbox.Creator.class)
@SerdeImport(Sandbox.SandboxTemplate.class)
@SerdeImport(Sandbox.class)
@SerdeImport(SandboxDetail.Lifecycle.class)
@SerdeImport(SandboxDetail.class)
@SerdeImport(SandboxLog.class)
@SerdeImport(SandboxLog.Line.class)
@SerdeImport(SandboxLogs.class)
@SerdeImport(SandboxLogs.Line.class)
@SerdeImport(SandboxLogEntries.class)
@SerdeImport(SandboxLogEntries.Entry.class)
@SerdeImport(SandboxHistory.Event.class)
@SerdeImport(SandboxHistory.class)
@SerdeImport(SandboxList.class)
@SerdeImport(SandboxMetric.class)
@SerdeImport(SandboxRefresh.class)
@SerdeImport(SandboxTimeout.class)
@SerdeImport(SandboxesWithMetrics.class)
@SerdeImport(Session.class)
@SerdeImport(SessionList.class)
@SerdeImport(StaffSearchResult.Hit.class)
@SerdeImport(StaffMe.class)
@SerdeImport(StaffSearchResult.class)
@SerdeImport(StaffTenant.class)
@SerdeImport(Tenant.class)
@SerdeImport(TenantStanding.class)
@SerdeImport(TenantTransfer.class)
@SerdeImport(TerminalTicket.class)
@SerdeImport(UsageEntryList.Entry.class)
@SerdeImport(UsageEntryList.class)
@SerdeImport(UsageReport.Group.class)
@SerdeImport(UsageReport.class)
@SerdeImport(UsageSum.Line.class)
@SerdeImport(UsageSum.class)
final class Serialized {

    private Serialized() {}
}
