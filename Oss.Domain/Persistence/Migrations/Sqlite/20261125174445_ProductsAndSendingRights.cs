using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Oss.Domain.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ProductsAndSendingRights : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "MaxStoredMessages",
                table: "Products",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "TrashExtraBytes",
                table: "Products",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "SendingRights",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AddressId = table.Column<Guid>(type: "TEXT", nullable: false),
                    MailboxId = table.Column<Guid>(type: "TEXT", nullable: false),
                    GrantedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SendingRights", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SendingRights_Addresses_AddressId",
                        column: x => x.AddressId,
                        principalTable: "Addresses",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_SendingRights_Mailboxes_MailboxId",
                        column: x => x.MailboxId,
                        principalTable: "Mailboxes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.UpdateData(
                table: "Products",
                keyColumn: "Id",
                keyValue: new Guid("01930000-0000-7000-8000-000000000001"),
                columns: new[] { "MaxStoredMessages", "TrashExtraBytes" },
                values: new object[] { 100000L, 52428800L });

            migrationBuilder.UpdateData(
                table: "Products",
                keyColumn: "Id",
                keyValue: new Guid("01930000-0000-7000-8000-000000000002"),
                columns: new[] { "MaxStoredMessages", "TrashExtraBytes" },
                values: new object[] { null, 104857600L });

            migrationBuilder.UpdateData(
                table: "Products",
                keyColumn: "Id",
                keyValue: new Guid("01930000-0000-7000-8000-000000000003"),
                columns: new[] { "MaxStoredMessages", "TrashExtraBytes" },
                values: new object[] { null, 104857600L });

            migrationBuilder.UpdateData(
                table: "Products",
                keyColumn: "Id",
                keyValue: new Guid("01930000-0000-7000-8000-000000000004"),
                columns: new[] { "MaxStoredMessages", "TrashExtraBytes" },
                values: new object[] { null, null });

            migrationBuilder.CreateIndex(
                name: "IX_SendingRights_AddressId_MailboxId",
                table: "SendingRights",
                columns: new[] { "AddressId", "MailboxId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SendingRights_MailboxId",
                table: "SendingRights",
                column: "MailboxId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SendingRights");

            migrationBuilder.DropColumn(
                name: "MaxStoredMessages",
                table: "Products");

            migrationBuilder.DropColumn(
                name: "TrashExtraBytes",
                table: "Products");
        }
    }
}
