using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Oss.Domain.Persistence.Migrations.MySql
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
                    MailboxId = table.Column<Guid>(type: "char(36)", nullable: false, collation: "ascii_general_ci"),
                    Service = table.Column<string>(type: "varchar(16)", maxLength: 16, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Result = table.Column<string>(type: "varchar(16)", maxLength: 16, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Client = table.Column<string>(type: "varchar(45)", maxLength: 45, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Mechanism = table.Column<string>(type: "varchar(32)", maxLength: 32, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Master = table.Column<string>(type: "varchar(128)", maxLength: 128, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Count = table.Column<long>(type: "bigint", nullable: false),
                    FirstAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    LastAt = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LoginRecords", x => new { x.MailboxId, x.Service, x.Result, x.Client, x.Mechanism, x.Master });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_nopad_bin");

            migrationBuilder.CreateTable(
                name: "TraceRecords",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "char(36)", nullable: false, collation: "ascii_general_ci"),
                    TenantId = table.Column<Guid>(type: "char(36)", nullable: true, collation: "ascii_general_ci"),
                    Sides = table.Column<int>(type: "int", maxLength: 32, nullable: false),
                    Message = table.Column<Guid>(type: "char(36)", nullable: false, collation: "ascii_general_ci"),
                    Sender = table.Column<string>(type: "varchar(254)", maxLength: 254, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Recipient = table.Column<string>(type: "varchar(254)", maxLength: 254, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Target = table.Column<string>(type: "varchar(254)", maxLength: 254, nullable: true, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Client = table.Column<string>(type: "varchar(45)", maxLength: 45, nullable: true, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    ClientName = table.Column<string>(type: "varchar(254)", maxLength: 254, nullable: true, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Protocol = table.Column<string>(type: "varchar(16)", maxLength: 16, nullable: true, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    MessageIdField = table.Column<string>(type: "varchar(254)", maxLength: 254, nullable: true, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Octets = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<string>(type: "varchar(32)", maxLength: 32, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Reply = table.Column<string>(type: "varchar(400)", maxLength: 400, nullable: true, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    LastAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Events = table.Column<string>(type: "text", nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TraceRecords", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_nopad_bin");

            migrationBuilder.CreateTable(
                name: "UnauthenticatedUses",
                columns: table => new
                {
                    MailboxId = table.Column<Guid>(type: "char(36)", nullable: false, collation: "ascii_general_ci"),
                    Client = table.Column<string>(type: "varchar(45)", maxLength: 45, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Count = table.Column<long>(type: "bigint", nullable: false),
                    FirstAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    LastAt = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UnauthenticatedUses", x => new { x.MailboxId, x.Client });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_nopad_bin");

            migrationBuilder.CreateTable(
                name: "UsageCounts",
                columns: table => new
                {
                    Hour = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    TenantId = table.Column<Guid>(type: "char(36)", nullable: false, collation: "ascii_general_ci"),
                    Measure = table.Column<string>(type: "varchar(48)", maxLength: 48, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Count = table.Column<long>(type: "bigint", nullable: false),
                    Octets = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UsageCounts", x => new { x.Hour, x.TenantId, x.Measure });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_nopad_bin");

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
