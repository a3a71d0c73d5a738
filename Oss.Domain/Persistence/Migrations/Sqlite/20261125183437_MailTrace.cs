using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Oss.Domain.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class MailTrace : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "LoginRecords",
                columns: table => new
                {
                    MailboxId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Service = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Result = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Client = table.Column<string>(type: "TEXT", maxLength: 45, nullable: false),
                    Mechanism = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Master = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false),
                    FirstAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LastAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LoginRecords", x => new { x.MailboxId, x.Service, x.Result, x.Client, x.Mechanism, x.Master });
                });

            migrationBuilder.CreateTable(
                name: "TraceRecords",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Sides = table.Column<int>(type: "INTEGER", maxLength: 32, nullable: false),
                    Message = table.Column<Guid>(type: "TEXT", nullable: false),
                    Sender = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    Recipient = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    Target = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    Client = table.Column<string>(type: "TEXT", maxLength: 45, nullable: true),
                    ClientName = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    Protocol = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    MessageIdField = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    Octets = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Reply = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    LastAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Events = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TraceRecords", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "UnauthenticatedUses",
                columns: table => new
                {
                    MailboxId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Client = table.Column<string>(type: "TEXT", maxLength: 45, nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false),
                    FirstAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LastAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UnauthenticatedUses", x => new { x.MailboxId, x.Client });
                });

            migrationBuilder.CreateTable(
                name: "UsageCounts",
                columns: table => new
                {
                    Hour = table.Column<DateTime>(type: "TEXT", nullable: false),
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Measure = table.Column<string>(type: "TEXT", maxLength: 48, nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false),
                    Octets = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UsageCounts", x => new { x.Hour, x.TenantId, x.Measure });
                });

            migrationBuilder.CreateIndex(
                name: "IX_TraceRecords_Client_Id",
                table: "TraceRecords",
                columns: new[] { "Client", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_TraceRecords_Message",
                table: "TraceRecords",
                column: "Message");

            migrationBuilder.CreateIndex(
                name: "IX_TraceRecords_MessageIdField_Id",
                table: "TraceRecords",
                columns: new[] { "MessageIdField", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_TraceRecords_Recipient_Id",
                table: "TraceRecords",
                columns: new[] { "Recipient", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_TraceRecords_Sender_Id",
                table: "TraceRecords",
                columns: new[] { "Sender", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_TraceRecords_Target_Id",
                table: "TraceRecords",
                columns: new[] { "Target", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_TraceRecords_TenantId_Id",
                table: "TraceRecords",
                columns: new[] { "TenantId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_UnauthenticatedUses_LastAt",
                table: "UnauthenticatedUses",
                column: "LastAt");

            migrationBuilder.CreateIndex(
                name: "IX_UsageCounts_TenantId_Hour",
                table: "UsageCounts",
                columns: new[] { "TenantId", "Hour" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "LoginRecords");

            migrationBuilder.DropTable(
                name: "TraceRecords");

            migrationBuilder.DropTable(
                name: "UnauthenticatedUses");

            migrationBuilder.DropTable(
                name: "UsageCounts");
        }
    }
}
